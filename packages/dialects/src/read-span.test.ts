import { expect, test } from 'vitest'
import { allDialects } from './all.ts'
import {
  type Dialects,
  type DialectName,
  fromOtlp,
  type GenAiSpan,
  isLoaded,
  loadDialects,
  logFromOtlp,
  questionAndAnswerOf,
  readSpan,
  ReadingMemo,
  roleIcon,
  searchText,
  spanRole,
} from './index.ts'

const dialects = allDialects
const chat = (attributes: Record<string, unknown>): GenAiSpan => ({
  name: 'chat',
  kind: 3,
  attributes: { 'gen_ai.operation.name': 'chat', ...attributes },
})
const said = (role: string, content: string): string => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

test('a dialect that is not loaded is named, and read once it is', async () => {
  const span: GenAiSpan = {
    name: 'ai.streamText.doStream',
    attributes: { 'ai.prompt.messages': '[{"role":"user","content":"Hi"}]' },
  }
  expect(readSpan(span).pending).toEqual(['vercel'])
  expect(isLoaded('vercel')).toBe(false)
  expect(await loadDialects(readSpan(span).pending)).toBe(true)
  expect(await loadDialects(['vercel'])).toBe(false)
  const reading = readSpan(span)
  expect([reading.pending, reading.input.messages[0]?.parts]).toEqual([[], [{ type: 'text', text: 'Hi' }]])
})

test('each dialect can be loaded by its name, and is the one that Node has at once', async () => {
  await loadDialects(dialects.keys())
  expect([...dialects.keys()].filter((name) => !isLoaded(name))).toEqual([])
})

test('what has not changed is the same object until its attribute changes', () => {
  const memo = new ReadingMemo()
  const input = said('user', 'Hi')
  const before = readSpan(chat({ 'gen_ai.input.messages': input }), { memo })
  const after = readSpan(chat({ 'gen_ai.input.messages': input, 'gen_ai.output.messages': said('assistant', 'Ho') }), {
    memo,
  })
  expect(after.input).toBe(before.input)
  const changed = readSpan(chat({ 'gen_ai.input.messages': said('user', 'Hi again') }), { memo })
  expect(changed.input).not.toBe(before.input)
})

test('a vendor’s messages win, and its gaps are filled from the conventions', () => {
  const reading = readSpan(
    chat({
      'langfuse.observation.type': 'generation',
      'langfuse.observation.input': '"From Langfuse"',
      'gen_ai.input.messages': said('user', 'From the conventions'),
      'gen_ai.output.messages': said('assistant', 'Answer'),
      'gen_ai.request.model': 'gpt-5',
    }),
    { dialects },
  )
  expect([reading.dialect, reading.model]).toEqual(['langfuse', 'gpt-5'])
  expect(reading.input.messages.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'From Langfuse' }]])
  expect(reading.output.messages).toHaveLength(1)
})

test('the conventions’ attributes win over flattened ones and over input.value', () => {
  const reading = readSpan(
    chat({
      'openinference.span.kind': 'LLM',
      'gen_ai.input.messages': said('user', 'C'),
      'llm.input_messages.0.message.content': 'flattened',
      'input.value': 'value',
    }),
    { dialects },
  )
  expect(reading.input.messages.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'C' }]])
})

test('instructions that the messages repeat are shown once', () => {
  const input = JSON.stringify([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
  ])
  const reading = readSpan(
    chat({ 'gen_ai.system_instructions': '[{"type":"text","content":"Be kind."}]', 'gen_ai.input.messages': input }),
  )
  expect(reading.instructions.messages).toEqual([])
  expect(reading.input.messages).toHaveLength(2)
})

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['nothing recorded', {}, 'not captured'],
  ['a cut attribute', { 'gen_ai.input.messages': said('user', 'A long question').slice(0, 50) }, 'cut'],
  ['a filter', { 'gen_ai.input.messages': said('user', '[Filtered]') }, 'redacted'],
  [
    'a limit of Spanlit',
    { 'gen_ai.input.messages': JSON.stringify([{ type: 'spanlit.cut', role: 'user', omitted_items: 3, bytes: 900 }]) },
    'left out',
  ],
  [
    'a whole conversation',
    { 'gen_ai.input.messages': said('user', 'Q'), 'gen_ai.output.messages': said('assistant', 'A') },
    undefined,
  ],
])('why content is missing: %s', (_, attributes, reason) => {
  expect(readSpan(chat(attributes)).missing?.reason).toBe(reason)
})

test('usage that leaves out what was cached is put right', () => {
  const attributes = {
    'gen_ai.usage.input_tokens': 5,
    'gen_ai.usage.cache_read.input_tokens': 100,
    'gen_ai.usage.cache_creation.input_tokens': 10,
  }
  expect(readSpan(chat(attributes)).usage.input).toBe(115)
})

test('spans and log records in OTLP/JSON are decoded, structures and large numbers too', () => {
  const span = fromOtlp(
    {
      name: 'chat',
      kind: 3,
      attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
        { key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } },
        { key: 'big', value: { intValue: '9007199254740993' } },
        {
          key: 'gen_ai.input.messages',
          value: {
            arrayValue: {
              values: [
                {
                  kvlistValue: {
                    values: [
                      { key: 'role', value: { stringValue: 'user' } },
                      { key: 'content', value: { stringValue: 'Hi' } },
                    ],
                  },
                },
              ],
            },
          },
        },
      ],
    },
    {
      scope: { name: 'x' },
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      logs: [
        {
          eventName: 'gen_ai.choice',
          timeUnixNano: '5',
          body: {
            kvlistValue: {
              values: [
                {
                  key: 'message',
                  value: { kvlistValue: { values: [{ key: 'content', value: { stringValue: 'Ho' } }] } },
                },
              ],
            },
          },
        },
      ],
    },
  )
  const reading = readSpan(span)
  expect(reading.usage.input).toBe(12)
  expect(reading.input.messages[0]?.parts).toEqual([{ type: 'text', text: 'Hi' }])
  expect(reading.output.messages[0]?.parts).toEqual([{ type: 'text', text: 'Ho' }])
  expect((span.attributes as ReadonlyMap<string, unknown>).get('big')).toBe('9007199254740993')
  expect(logFromOtlp({ observedTimeUnixNano: '7', timeUnixNano: '0' }).time).toBe(7n)
})

test('the question of a trace is the outermost one, its answer the last of the outermost', () => {
  const reading = (role: 'agent' | 'model', question: string, answer: string) =>
    readSpan({
      name: 'x',
      attributes: {
        'gen_ai.operation.name': role === 'agent' ? 'invoke_agent' : 'chat',
        'gen_ai.input.messages': said('user', question),
        'gen_ai.output.messages': said('assistant', answer),
      },
    })
  const trace = [
    { spanId: 'c', parentSpanId: 'b', start: 3, reading: reading('model', 'inner', 'step') },
    { spanId: 'b', parentSpanId: 'a', start: 2, reading: reading('agent', 'What is it?', 'It is.') },
    { spanId: 'a', start: 1, reading: readSpan({ name: 'GET /', kind: 2, attributes: {} }) },
  ]
  expect(questionAndAnswerOf(trace)).toEqual({ question: 'What is it?', answer: 'It is.', spanId: 'b' })
  expect(
    questionAndAnswerOf([{ spanId: 'a', parentSpanId: 'a', start: 1, reading: reading('model', 'Q', 'A') }]).question,
  ).toBe('Q')
})

test('what people search for is in the text, base64 is not', () => {
  const base64 = 'A'.repeat(1000)
  const reading = readSpan(
    chat({
      'gen_ai.input.messages': JSON.stringify([
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'zebra' },
            { type: 'blob', modality: 'image', mime_type: 'image/png', content: base64 },
          ],
        },
      ]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'tool_call', id: '1', name: 'paint', arguments: { colour: 'ochre' } }] },
      ]),
      'gen_ai.request.model': 'gpt-5',
    }),
  )
  const text = searchText(reading)
  expect(['zebra', 'paint', 'colour', 'ochre', 'gpt-5'].filter((word) => !text.includes(word))).toEqual([])
  expect(text).not.toContain('AAAA')
  expect(searchText(reading, { limit: 3 }).length).toBeLessThanOrEqual(3)
})

test.each<[GenAiSpan, string, string]>([
  [{ name: 'x', attributes: { 'db.system': 'postgresql' }, kind: 3 }, 'database', 'database'],
  [{ name: 'GET', attributes: { 'http.request.method': 'GET' }, kind: 3 }, 'client', 'client'],
  [{ name: 'click', attributes: {} }, 'interaction', 'interaction'],
  [{ name: 'documentLoad', attributes: {} }, 'page', 'page'],
  [{ name: 'work', attributes: { 'gen_ai.tool.call.id': 'c' } }, 'function', 'function'],
  [{ name: 'execute_tool x', attributes: { 'gen_ai.operation.name': 'execute_tool' } }, 'tool', 'tool'],
  [{ name: 'rerank', attributes: { 'gen_ai.operation.name': 'rerank' } }, 'rerank', 'retrieval'],
])('the role and the icon of a span: %o', (span, role, icon) => {
  const found = spanRole(span, readSpan(span).kind)
  expect([found, roleIcon(found)]).toEqual([role, icon])
})

test('a registry of one’s own decides what is read', () => {
  const own: Dialects = new Map<DialectName, never>()
  const reading = readSpan(chat({ 'gen_ai.input.messages': said('user', 'Hi') }), { dialects: own })
  expect([reading.kind, reading.pending]).toEqual([undefined, ['otel']])
})
