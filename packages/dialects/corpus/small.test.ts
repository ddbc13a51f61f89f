import { expect, test } from 'vitest'
import * as corpus from './small.ts'
import type { CorpusTrace } from './trace.ts'
import { questionAndAnswer, readingsOf, transcript } from './transcript.ts'

const READS: Record<keyof typeof corpus, readonly string[]> = {
  mastraAgent: [
    '[agent Tailor]',
    'system: You sew.',
    'user: Shorten it?',
    'assistant: By two inches.',
    '[model gpt-5]',
    'user: Shorten it?',
    'assistant: By two inches.',
    '[tool measure]',
    'takes {"what":"leg"}',
    'gives 32',
  ],
  mastraWorkflow: ['[workflow]', 'user: Order cloth', 'assistant: Ordered', '[step]'],
  copilotChat: ['[agent agent]', '[model gpt-5]', 'user: Rename this', 'assistant: Renamed.'],
  copilotTool: ['[tool edit]', 'takes {"file":"a.ts"}', 'gives ok'],
  springChat: ['[model gpt-4o]', 'user: What time is it?', 'assistant: Half past two.'],
  springTool: [
    '[tool clock]',
    'takes {"zone":"CET"}',
    'gives 14:30',
    '[retrieval]',
    'searches clocks',
    'finds A clock shows the time.',
    '[model gpt-4o]',
  ],
  litellmCall: [
    '[step gpt-4o]',
    '[model gpt-4o]',
    'user: Spell hat',
    'assistant: H-A-T',
    'assistant: calls say {"word":"hat"}',
    '[step]',
  ],
  litellmNew: ['[model gpt-5]', 'user: Hats?', 'assistant: Two.'],
  openrouterCall: [
    '[model openai/gpt-5]',
    'user: Best cheese?',
    'assistant: (reasoning) Old and firm.',
    'assistant: Comté.',
    '[step]',
  ],
  openrouterOpaque: ['[model openai/gpt-5]'],
  sentryOld: [
    '[model gpt-4o]',
    'system: Sing.',
    'user: A song?',
    'assistant: La la.',
    'assistant: calls tune {"key":"C"} #s1',
    '[tool tune]',
    'takes {"key":"C"}',
    'gives played',
  ],
  sentryNew: ['[agent Singer]', 'system: Sing.', 'user: [Filtered]', 'assistant: La.'],
  laminarRun: [
    '[span]',
    'user: Light or dark?',
    'assistant: Dark.',
    '[model gpt-4o]',
    'user: Light or dark?',
    'assistant: Dark.',
  ],
  laminarTool: ['[tool mix]', 'takes {"colour":"teal"}', 'gives mixed'],
  agentopsRun: [
    '[agent Painter]',
    'user: A sky?',
    'assistant: Blue.',
    '[model gpt-4o]',
    'user: A sky?',
    'assistant: Blue.',
    '[tool brush]',
    'takes {"size":3}',
    'gives done',
  ],
  agentopsWorkflow: ['[workflow]', 'user: Hang it', 'assistant: Hung'],
  weaveCall: ['[model gpt-4o]', 'user: Odds?', 'assistant: Even.'],
  weaveAgent: ['[agent Bookie]', 'user: A bet?'],
  haystackPipeline: [
    '[workflow]',
    'user: Who was Pelé?',
    'assistant: A footballer.',
    '[retrieval]',
    'searches Pelé',
    'finds Pelé played. (1.5)',
    '[model gpt-4o]',
    'user: Who was Pelé?',
    'assistant: calls wiki {"q":"Pelé"} #h2',
    'assistant: A footballer.',
  ],
  haystackAgent: ['[model]', 'user: Goals?', 'assistant: Many.', '[tool wiki]', 'takes {"q":"goals"}', 'gives 1279'],
  llamaindexChat: ['[model gpt-4o]', 'system: Cite.', 'user: Which llama?', 'assistant: The woolly one.'],
  llamaindexRetrieval: ['[retrieval]', 'searches wool', 'finds Wool is warm. (0.7)'],
  crewaiCrew: ['[workflow]', 'user: Bees', '[step]', 'assistant: Bees dance.'],
  crewaiPlain: ['[tool hive]'],
  openaiAgentsRun: [
    '[agent Triage]',
    '[model gpt-4.1]',
    'user: It broke',
    'assistant: I will file it.',
    '[tool ticket]',
    'takes {"what":"broke"}',
    'gives T-1',
  ],
  openaiAgentsResponse: [
    '[step]',
    '[model gpt-5]',
    'user: Again?',
    'assistant: (reasoning) Seen before.',
    'assistant: calls web_search {"query":"broke"} #w',
    'assistant: Yes.',
  ],
  livekitTurn: [
    '[agent]',
    'user: Call me back',
    'assistant: At five.',
    '[tool book]',
    'takes {"at":5}',
    'gives booked',
  ],
  livekitModel: ['[model]', 'user: Call me back', 'assistant: At five.'],
  flueTurn: ['[model]', 'user: Sweep', 'assistant: Swept', '[tool broom]', 'takes {}', 'gives clean'],
  flueTask: ['[agent]', 'user: Clean the flue', 'assistant: Clean.'],
  mcpTool: ['[tool add]', 'takes {"a":1}', 'gives {"content":[{"type":"text","text":"2"}]}'],
  mcpList: ['[protocol]', '[model]'],
  genericCall: ['[span homemade]', 'user: Why?', 'assistant: Because.'],
  genericRepr: ['[span]', "user: {'question': 'Why?', 'n': None}", 'assistant: [INST] Because [/INST]'],
}

test.each(Object.entries(corpus))('%s reads as a person would read it', (name, trace) => {
  expect(transcript(trace)).toEqual(READS[name as keyof typeof corpus])
})

test.each(Object.entries(corpus))('%s is recognised', (_, trace) => {
  expect(readingsOf(trace)[0]!.dialect).toBe(trace.dialect)
})

test('numbers, sessions and costs are found under each library’s names', () => {
  const first = (trace: CorpusTrace, index = 0) => readingsOf(trace)[index]!
  expect(first(corpus.springChat)).toMatchObject({
    usage: { input: 12, output: 5 },
    session: undefined,
    finishReasons: ['STOP'],
    tools: { tools: [{ name: 'clock' }] },
  })
  expect(first(corpus.springTool, 2).missing?.reason).toBe('elsewhere')
  expect(first(corpus.litellmCall, 1)).toMatchObject({ cost: { total: 0.02 }, user: 'team-a' })
  expect(first(corpus.litellmNew)).toMatchObject({ cost: { total: 0.5 }, user: 'u-8' })
  expect(first(corpus.openrouterCall)).toMatchObject({
    usage: { cached: 2 },
    cost: { total: 0.01 },
    session: 'shop',
    title: 'cheese',
  })
  expect(first(corpus.openrouterOpaque).missing).toMatchObject({ reason: 'not captured', of: ['input', 'output'] })
  expect(first(corpus.sentryOld)).toMatchObject({ usage: { input: 10, cached: 4, output: 5, reasoning: 1 } })
  expect(first(corpus.sentryNew).missing).toMatchObject({ reason: 'redacted', of: ['input'] })
  expect(first(corpus.copilotChat).session).toBe('chat-5')
  expect(first(corpus.copilotTool).session).toBe('chat-6')
  expect(first(corpus.laminarRun).session).toBe('paint-1')
  expect(first(corpus.laminarRun, 1).cost).toMatchObject({ total: 0.004 })
  expect(first(corpus.agentopsWorkflow).session).toBe('g-1')
  expect(first(corpus.weaveCall)).toMatchObject({ session: 'thread-w', title: 'Predict' })
  expect(first(corpus.haystackPipeline, 2)).toMatchObject({ usage: { input: 7, output: 3 }, finishReasons: ['stop'] })
  expect(first(corpus.openaiAgentsRun).session).toBe('desk-1')
  expect(first(corpus.openaiAgentsRun, 1)).toMatchObject({
    usage: { input: 4, output: 5 },
    settings: { temperature: 0.1 },
  })
  expect(first(corpus.openaiAgentsResponse)).toMatchObject({ repeatsUsage: true })
  expect(first(corpus.mcpTool).session).toBeUndefined()
})

test('the question and the answer of a trace are found', () => {
  expect(questionAndAnswer(corpus.haystackPipeline)).toEqual({ question: 'Who was Pelé?', answer: 'A footballer.' })
  expect(questionAndAnswer(corpus.agentopsRun)).toEqual({ question: 'A sky?', answer: 'Blue.' })
  expect(questionAndAnswer(corpus.genericCall)).toEqual({ question: 'Why?', answer: 'Because.' })
})
