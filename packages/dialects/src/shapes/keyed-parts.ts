import type { Part } from '../model/message.ts'
import { firstText, isRecord, textOf, type UnknownRecord } from '../value.ts'
import { media, mediaOf, sourceOfText } from './media.ts'
import { plainResult, toolCall, toolResult } from './tool-parts.ts'
import { textIn } from './typed-parts.ts'

type ReadKey = (value: unknown, part: UnknownRecord) => readonly Part[]

const nested =
  (read: (inner: UnknownRecord) => readonly Part[]): ReadKey =>
  (value) =>
    isRecord(value) ? read(value) : []

const geminiCall = nested((inner) => [toolCall(firstText(inner['id']), textOf(inner['name']), inner['args'])])
const geminiResult = nested((inner) => [toolResult(firstText(inner['id']), textOf(inner['name']), inner['response'])])
const bytes = nested((inner) => {
  const mimeType = firstText(inner['mimeType'], inner['mime_type'])
  return [media({ modality: undefined, mimeType, source: sourceOfText(textOf(inner['data']) ?? '') })]
})
const file = nested((inner) => {
  const mimeType = firstText(inner['mimeType'], inner['mime_type'])
  return [
    media({
      modality: undefined,
      mimeType,
      source: sourceOfText(firstText(inner['fileUri'], inner['file_uri']) ?? ''),
    }),
  ]
})
const code = nested((inner) => [toolCall(undefined, 'code_execution', inner['code'] ?? inner, true)])
const codeResult = nested((inner) => [
  toolResult(undefined, 'code_execution', inner['output'] ?? inner, { server: true }),
])
const bedrockMedia =
  (type: string): ReadKey =>
  (value) =>
    isRecord(value) ? [mediaOf({ type, [type]: value })] : []

/**
 * How a part without a `type` is read, by the key that it has: Gemini (camel case, and the snake case of Python's dumps), Bedrock Converse,
 * Genkit, Haystack. The order matters where a part has several of these keys.
 */
export const PARTS_BY_KEY: readonly (readonly [string, ReadKey])[] = [
  // Gemini.
  ['functionCall', geminiCall],
  ['function_call', geminiCall],
  ['functionResponse', geminiResult],
  ['function_response', geminiResult],
  ['inlineData', bytes],
  ['inline_data', bytes],
  ['fileData', file],
  ['file_data', file],
  ['executableCode', code],
  ['executable_code', code],
  ['codeExecutionResult', codeResult],
  ['code_execution_result', codeResult],
  // Bedrock Converse.
  ['toolUse', nested((inner) => [toolCall(textOf(inner['toolUseId']), textOf(inner['name']), inner['input'])])],
  [
    'toolResult',
    nested((inner) => [
      toolResult(textOf(inner['toolUseId']), firstText(inner['name']), plainResult(inner['content']), {
        isError: inner['status'] === 'error',
      }),
    ]),
  ],
  [
    'reasoningContent',
    nested((inner) => [
      { type: 'reasoning', text: textIn(inner['reasoningText'] ?? inner['reasoning_text'] ?? inner['text']) },
    ]),
  ],
  ['image', bedrockMedia('image')],
  ['document', bedrockMedia('document')],
  ['video', bedrockMedia('video')],
  ['guardContent', nested((inner) => [{ type: 'text', text: textIn(inner['text']) }])],
  ['citationsContent', nested((inner) => [{ type: 'text', text: textIn(inner['content']) }])],
  ['cachePoint', () => []],
  // Genkit.
  ['toolRequest', nested((inner) => [toolCall(firstText(inner['ref']), textOf(inner['name']), inner['input'])])],
  ['toolResponse', nested((inner) => [toolResult(firstText(inner['ref']), textOf(inner['name']), inner['output'])])],
  ['media', nested((inner) => [mediaOf({ type: 'media', media: inner })])],
  // Haystack.
  ['tool_call', nested((inner) => [toolCall(firstText(inner['id']), textOf(inner['tool_name']), inner['arguments'])])],
  [
    'tool_call_result',
    nested((inner) => {
      const origin = isRecord(inner['origin']) ? inner['origin'] : {}
      const isError = inner['error'] === true
      return [toolResult(firstText(origin['id']), firstText(origin['tool_name']), inner['result'], { isError })]
    }),
  ],
  [
    'reasoning',
    (value) => [{ type: 'reasoning', text: textIn(isRecord(value) ? (value['reasoning_text'] ?? value) : value) }],
  ],
  // All of them.
  [
    'text',
    (value, part) =>
      typeof value === 'string' ? [{ type: part['thought'] === true ? 'reasoning' : 'text', text: value }] : [],
  ],
]
