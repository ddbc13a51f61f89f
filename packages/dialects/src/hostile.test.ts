import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allDialects } from './all.ts'
import {
  answerOf,
  CONTENT_ATTRIBUTES,
  CONTENT_EVENTS,
  detectDialects,
  findInvisible,
  type GenAiSpan,
  jsonBreak,
  questionOf,
  readLogs,
  readSpan,
  searchText,
  spanRole,
  type Reading,
} from './index.ts'

const dialects = allDialects
/** Every name that any dialect looks at, flattened ones with an index. */
const names = [
  ...new Set([
    ...Object.values(CONTENT_ATTRIBUTES)
      .flat()
      .map((name) => name.replace('*', '0.message.contents.0.message_content.text')),
    ...[...dialects.values()].flatMap((dialect) => [
      ...Object.values(dialect.fields ?? {}).flat(),
      ...(dialect.sources ?? []).flatMap((source) => ('key' in source ? [source.key] : [])),
    ]),
    'gen_ai.prompt.0.role',
    'gen_ai.prompt.0.content',
    'gen_ai.completion.0.tool_calls.0.arguments',
    'openinference.span.kind',
    'langfuse.observation.type',
    'llm.request.type',
    'gen_ai.operation.name',
    'mastra.span.type',
    'ai.operationId',
    '__proto__',
    'constructor.prototype.0',
  ]),
]
const words = [
  'role',
  'content',
  'parts',
  'type',
  'text',
  'messages',
  'tool_calls',
  'function',
  'input',
  'output',
  'choices',
  'message',
  'lc',
  'id',
  'kwargs',
  'kind',
  '__proto__',
  'data',
  'source',
  'tool_use',
  'tool_result',
  'user',
  'tool',
  'human',
  'image_url',
  'usage',
  'toolUse',
  'functionCall',
  'generations',
  'contents',
  'item',
  'arguments',
  'name',
]

const structure = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...words),
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 5 }),
  ),
})).value
const attribute = fc.oneof(
  structure,
  structure.map((value) => JSON.stringify(value)),
  fc.tuple(structure, fc.nat(200)).map(([value, length]) => JSON.stringify(value).slice(0, length)),
  structure.map((value) => JSON.stringify(JSON.stringify(value))),
)
const attributes = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), attribute, { maxKeys: 12 })
const event = fc.record({
  name: fc.constantFrom(...CONTENT_EVENTS, 'LLMChatStartEvent', 'codex.user_prompt'),
  attributes,
  time: fc.option(fc.nat(), { nil: undefined }),
})
const spanOf: fc.Arbitrary<GenAiSpan> = fc.record({
  name: fc.oneof(
    fc.string(),
    fc.constantFrom('ai.toolCall', 'running tool', 'call_llm', 'haystack.component.run', 'chat x'),
  ),
  attributes,
  events: fc.array(event, { maxLength: 4 }),
  logs: fc.array(
    fc.record({ name: fc.constantFrom(...CONTENT_EVENTS, 'claude_code.tool_result'), attributes, body: structure }),
    { maxLength: 3 },
  ),
  scope: fc.record({
    name: fc.constantFrom('ai', 'langfuse-sdk', 'openrouter', 'pydantic-ai', 'strands.telemetry.tracer', 'x'),
  }),
})

function readAll(span: GenAiSpan): Reading {
  const reading = readSpan(span, { dialects })
  questionOf(reading)
  answerOf(reading)
  searchText(reading)
  spanRole(span, reading.kind)
  readLogs(span.logs ?? [], { dialects })
  return reading
}

test('no span makes the reader throw, whatever its attributes hold', () => {
  fc.assert(
    fc.property(spanOf, (span) => {
      const reading = readAll(span)
      const messages = [reading.instructions, reading.input, reading.output].flatMap((side) => side.messages)
      const texts = messages.flatMap(({ parts }) => parts.flatMap((part) => ('text' in part ? [part.text] : [])))
      expect([...messages.map(({ role }) => role), ...texts].filter((text) => typeof text !== 'string')).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('what was said in an event a message is there whole', () => {
  for (const text of ['{"a":1}', '[1,2]', '"quoted"', '{"a":', 'plain']) {
    const events = [
      { name: 'gen_ai.user.message', attributes: { content: text } },
      { name: 'gen_ai.choice', attributes: { message: JSON.stringify({ content: text }) } },
      { name: 'gen_ai.choice', attributes: { message: text } },
    ]
    const reading = readSpan({ name: 'chat', attributes: { 'gen_ai.system': 'x' }, events }, { dialects })
    expect([texts(reading.input), texts(reading.output)]).toEqual([[text], [text, text]])
  }
})

test('what a person and a model said is there whole, in each of the shapes', () => {
  const shapes: ((question: string, answer: string) => Record<string, unknown>)[] = [
    (question, answer) => ({
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]),
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: answer }] }]),
    }),
    (question, answer) => ({
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': JSON.stringify([{ type: 'text', text: question }]),
      'gen_ai.completion.0.content': JSON.stringify([{ type: 'text', text: answer }]),
    }),
    (question, answer) => ({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.contents.0.message_content.type': 'text',
      'llm.input_messages.0.message.contents.0.message_content.text': question,
      'llm.output_messages.0.message.contents.0.message_content.type': 'text',
      'llm.output_messages.0.message.contents.0.message_content.text': answer,
    }),
    (question, answer) => ({
      'gen_ai.system': 'x',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': question,
      'gen_ai.completion.0.content': answer,
    }),
    (question, answer) => ({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.content': question,
      'llm.output_messages.0.message.content': answer,
    }),
    (question, answer) => ({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.prompt.messages': JSON.stringify([{ role: 'user', content: [{ type: 'text', text: question }] }]),
      'ai.response.text': answer,
    }),
    (question, answer) => ({
      'langfuse.observation.type': 'generation',
      'langfuse.observation.input': JSON.stringify({ messages: [{ role: 'user', content: question }] }),
      'langfuse.observation.output': JSON.stringify({ role: 'assistant', content: answer }),
    }),
    (question, answer) => ({
      'mlflow.spanType': '"CHAT_MODEL"',
      'mlflow.spanInputs': JSON.stringify({ contents: [{ role: 'user', parts: [{ text: question }] }] }),
      'mlflow.spanOutputs': JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text: answer }] } }] }),
    }),
  ]
  const said = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
    fc.constantFrom(
      '{"a":1}',
      '[1,2]',
      '"quoted"',
      '{{name}}',
      "{'a': None}",
      '[INST] x [/INST]',
      '{"a":',
      '[',
      '…',
      'null',
      'true',
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...shapes), said, said, (shape, question, answer) => {
      const reading = readSpan({ name: 'call', attributes: shape(question, answer) }, { dialects })
      expect([texts(reading.input), texts(reading.output)]).toEqual([[question], [answer]])
    }),
    { numRuns: 300 },
  )
})

function texts({ messages }: Reading['input']): readonly string[] {
  return messages.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : `(${part.type})`)))
}

const LONG = 1_000_000

test.each([
  ['brackets', '['.repeat(LONG)],
  ['objects', '{"a":'.repeat(LONG / 5)],
  ['escapes', `["${'\\u'.repeat(LONG / 2)}`],
  ['quotes', '"'.repeat(LONG)],
  ['commas', `[${','.repeat(LONG)}`],
  ['spaces', ' '.repeat(LONG)],
  ['digits', `[${'1'.repeat(LONG)}`],
  ['messages', `[${'{"role":"user","content":"x"},'.repeat(LONG / 30)}`],
  ['parts', JSON.stringify([{ role: 'user', content: Array.from({ length: LONG / 20 }, () => ({ text: 'x' })) }])],
  ['joiners', '\u200D'.repeat(LONG)],
  ['tags', '\u{E0041}'.repeat(LONG / 2)],
  ['truncated marks', '... [truncated'.repeat(LONG / 14)],
])('a million characters of %s are read in one pass', (_, text) => {
  for (const key of [
    'gen_ai.input.messages',
    'input.value',
    'ai.prompt.messages',
    'gen_ai.tool.call.arguments',
    'gen_ai.prompt.0.content',
    'langfuse.observation.input',
  ])
    readAll({ name: 'call', attributes: { 'gen_ai.operation.name': 'chat', [key]: text } })
  jsonBreak(text)
  findInvisible(text)
})

test('structures of any depth and spans with very many attributes and events are read', () => {
  let deep: unknown = 'x'
  for (let depth = 0; depth < 100_000; depth++) deep = depth % 2 === 0 ? [deep] : { content: deep, role: 'user' }
  readAll({ name: 'call', attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': deep } })
  const many: Record<string, unknown> = { 'openinference.span.kind': 'LLM' }
  for (let index = 0; index < 50_000; index++) many[`llm.input_messages.${index}.message.content`] = 'x'
  readAll({ name: 'call', attributes: many })
  const events = Array.from({ length: 30_000 }, () => ({ name: 'gen_ai.user.message', attributes: { content: 'x' } }))
  expect(readAll({ name: 'call', attributes: {}, events }).input.messages.length).toBeGreaterThan(10_000)
})

test('a name that is a value and a prefix at once is both', () => {
  const reading = readSpan(
    {
      name: 'call',
      attributes: { 'gen_ai.prompt.0': 'leaf', 'gen_ai.prompt.0.content': 'Hi', 'gen_ai.prompt.0.role': 'user' },
    },
    { dialects },
  )
  expect(texts(reading.input)).toEqual(['Hi'])
})

test('a span that lacks what its type promises is read', () => {
  const broken = [
    { name: 'x', attributes: null, events: [{ name: 'gen_ai.choice', attributes: null }] },
    { attributes: { 'gen_ai.operation.name': 'chat' }, logs: [{ attributes: undefined, body: null }] },
    { name: 7, attributes: {}, scope: null, events: null, logs: null },
  ]
  for (const span of broken) expect(() => readAll(span as unknown as GenAiSpan)).not.toThrow()
})

test('names of prototypes change nothing', () => {
  const names = ['__proto__.polluted', 'gen_ai.prompt.__proto__.polluted', 'llm.input_messages.0.__proto__.polluted']
  readAll({ name: 'call', attributes: new Map(names.map((name) => [name, true])) })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a span without a word of GenAI is recognised as none', () => {
  const span: GenAiSpan = { name: 'GET /', kind: 2, attributes: { 'http.request.method': 'GET', 'url.path': '/' } }
  expect(detectDialects(span)).toEqual([])
  const reading = readSpan(span, { dialects })
  expect([reading.dialect, reading.kind, reading.missing]).toEqual([undefined, undefined, undefined])
  expect(spanRole(span, reading.kind)).toBe('server')
})
