// Scenes that take longer than a minute in life: an agent that waits for a person, and a conversation over several traces.
import { ending, message, ScriptedSpan, wait } from './scenes.ts'

const keeperApi = { attributes: [{ key: 'service.name', value: { stringValue: 'keeper-api' } }] }
const text = (content: string): unknown => ({ type: 'text', content })

const KEEPER = 'You help the keeper of a lighthouse. Look things up before you answer, and name the page.'
const TOOLS = ['search_handbook', 'read_gauge', 'calculate', 'ask_keeper', 'send_mail'].map((name) => ({
  type: 'function',
  name,
  description: `The tool ${name}.`,
  parameters: { type: 'object', properties: { query: { type: 'string' } } },
}))

function call(parent: ScriptedSpan, input: unknown[], more: Record<string, unknown> = {}): ScriptedSpan {
  return new ScriptedSpan('chat gpt-5-mini', {
    parent,
    kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.system_instructions': JSON.stringify([text(KEEPER)]),
      'gen_ai.input.messages': JSON.stringify(input),
      'gen_ai.tool.definitions': JSON.stringify(TOOLS),
      ...more,
    },
  })
}

interface ToolRun {
  readonly name: string
  readonly query: string
  readonly result?: unknown
  readonly failure?: string
  readonly took: number
}

/** An agent's step: the model calls tools, and they run. Returns what the next step begins with. */
async function step(
  parent: ScriptedSpan,
  input: unknown[],
  runs: readonly ToolRun[],
  figures: readonly [took: number, tokensIn: number, tokensOut: number],
  more: Record<string, unknown> = {},
): Promise<unknown[]> {
  const asked = call(parent, input, more)
  await wait(figures[0], 0)
  const calls = runs.map(({ name, query }, index) => ({
    type: 'tool_call',
    id: `call_${figures[1]}_${index}`,
    name,
    arguments: { query },
  }))
  asked.end(ending(message('assistant', ...calls), figures[1], figures[2], (figures[0] / 1000) * 0.4, 'tool_calls', 0))
  const results: unknown[] = []
  for (const [index, run] of runs.entries()) {
    const { id } = calls[index]
    const span = new ScriptedSpan(`execute_tool ${run.name}`, {
      parent,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': run.name,
        'gen_ai.tool.call.id': id,
        'gen_ai.tool.call.arguments': JSON.stringify({ query: run.query }),
      },
    })
    await wait(run.took, 0)
    if (run.failure === undefined) span.end({ 'gen_ai.tool.call.result': JSON.stringify(run.result) })
    else span.end({}, { type: 'TimeoutError', message: run.failure })
    results.push({ type: 'tool_call_response', id, response: run.result ?? { error: run.failure } })
  }
  return [...input, message('assistant', ...calls), message('tool', ...results)]
}

async function answer(
  parent: ScriptedSpan,
  input: unknown[],
  words: string,
  figures: readonly [took: number, tokensIn: number, tokensOut: number, cached: number],
  more: Record<string, unknown> = {},
): Promise<unknown[]> {
  const span = call(parent, input, more)
  await wait(figures[0], 0)
  const said = message('assistant', text(words))
  span.end(ending(said, figures[1], figures[2], (figures[0] / 1000) * 0.42, 'stop', figures[3]))
  return [...input, said]
}

/** 52 seconds, of which 38 are a person's: a retry, a tool that times out, and the answer all the same. */
export async function askTheKeeper(): Promise<void> {
  const click = new ScriptedSpan('click Ask the assistant', { attributes: { event_type: 'click' } })
  const server = new ScriptedSpan('POST /api/ask', { parent: click, kind: 2, service: keeperApi })
  const agent = new ScriptedSpan('invoke_agent keeper', {
    parent: server,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'keeper',
      'gen_ai.request.model': 'gpt-5-mini',
    },
  })
  let input: unknown[] = [message('user', text('The mains are down. How long will the generator last?'))]
  input = await step(
    agent,
    input,
    [
      { name: 'search_handbook', query: 'generator fuel', result: 'The generator burns 4 litres an hour.', took: 200 },
      { name: 'search_handbook', query: 'lamp power at night', result: 'Lamp 250 W, fog signal 180 W.', took: 150 },
    ],
    [1350, 640, 30],
  )
  input = await step(
    agent,
    input,
    [
      { name: 'calculate', query: '14 h × 250 W × 7', result: 24.5, took: 14 },
      { name: 'read_gauge', query: 'tank 2', failure: 'The gauge did not answer within 5 s.', took: 5000 },
    ],
    [3620, 1049, 40],
    { 'http.request.resend_count': 1 },
  )
  input = await step(
    agent,
    input,
    [
      {
        name: 'ask_keeper',
        query: 'May I have the reading of tank 2?',
        result: '102 litres, read at 22:50',
        took: 38_200,
      },
    ],
    [1760, 1101, 50],
  )
  await answer(
    agent,
    input,
    `About **61 hours** with both tanks as they are now.

| What | Litres | Hours |
|:-----|-------:|------:|
| Tank 1, gauge | 142 | 35.5 |
| Tank 2, by hand | 102 | 25.5 |`,
    [1540, 1196, 214, 1024],
  )
  agent.end()
  server.end({ 'http.response.status_code': 200 })
  click.end()
}

const INVOICES: readonly (readonly [string, readonly ToolRun[], string])[] = [
  [
    'Which invoices from October are still open?',
    [{ name: 'search_handbook', query: 'invoices of 2026-10, open', result: [2041, 2057, 2063], took: 310 }],
    'Three are open, 4 310.50 EUR in all. The oldest is **2041**, due 27 days ago.',
  ],
  [
    'Send a reminder to the oldest one.',
    [{ name: 'ask_keeper', query: 'customer of 2041', result: { name: 'Harbour Bakery', lang: 'de' }, took: 120 }],
    'The draft is ready. It is not sent. Shall I send it as it is?',
  ],
  [
    'Friendlier, please, and in German.',
    [],
    'Guten Tag, vielleicht ist unsere Rechnung 2041 in der Post untergegangen.',
  ],
  [
    'Good. Send it.',
    [{ name: 'send_mail', query: 'office@harbour.example', failure: '550 mailbox unavailable', took: 840 }],
    'The mail server refused the address. Is there another one?',
  ],
  [
    'Use the one of their accounts department.',
    [{ name: 'search_handbook', query: 'accounts of Harbour Bakery', result: 'accounts@harbour.example', took: 100 }],
    'I have it. The reminder went to accounts@harbour.example.',
  ],
]

/** Five turns over five traces of one conversation. */
export async function talkAboutInvoices(): Promise<void> {
  let history: unknown[] = []
  const conversation = { 'gen_ai.conversation.id': 'conv_7f21' }
  let tokens = 1100
  for (const [question, runs, words] of INVOICES) {
    const root = new ScriptedSpan('POST /api/chat', { kind: 2, service: keeperApi })
    let input = [...history, message('user', text(question))]
    tokens += 120
    if (runs.length > 0) input = await step(root, input, runs, [1200, tokens, 34], conversation)
    tokens += 180
    history = await answer(root, input, words, [1900, tokens, 61, Math.round(tokens * 0.6)], conversation)
    root.end()
    await wait(62_000, 0)
  }
}
