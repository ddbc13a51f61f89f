import type { Part } from '../model/message.ts'
import { firstText, isRecord, listOf, textOf, type UnknownRecord } from '../value.ts'
import { countOf } from './left-out.ts'
import { media, mediaOf } from './media.ts'
import { plainResult, toolCall, toolResult } from './tool-parts.ts'

type ReadPart = (part: UnknownRecord) => readonly Part[]

const text: ReadPart = (part) => [{ type: 'text', text: textIn(part['content'] ?? part['text']) }]
const reasoning: ReadPart = (part) => [
  {
    type: 'reasoning',
    text:
      firstText(
        part['thinking'],
        textIn(part['content']),
        textIn(part['text']),
        textIn(part['summary']),
        textIn(part['reasoning']),
      ) ?? '',
  },
]
const refusal: ReadPart = (part) => [
  { type: 'refusal', text: firstText(part['content'], part['refusal'], part['text']) ?? '' },
]
const idOf = (part: UnknownRecord): string | undefined =>
  firstText(part['call_id'], part['tool_call_id'], part['toolCallId'], part['tool_use_id'], part['id'])
const nameOf = (part: UnknownRecord): string | undefined => firstText(part['name'], part['tool_name'], part['toolName'])

const call: ReadPart = (part) => {
  const nested = isRecord(part['content']) ? part['content'] : part
  const inner = isRecord(nested['function'])
    ? nested['function']
    : isRecord(nested['custom'])
      ? nested['custom']
      : nested
  const args =
    inner['arguments'] ?? inner['args'] ?? inner['input'] ?? inner['tool_kwargs'] ?? inner['server_tool_call']
  return [toolCall(idOf(part) ?? idOf(nested), nameOf(inner) ?? nameOf(part), args)]
}
const result: ReadPart = (part) => {
  const response =
    part['response'] ?? part['result'] ?? part['output'] ?? part['content'] ?? part['server_tool_call_response']
  return [toolResult(idOf(part), nameOf(part), plainResult(response), { isError: part['is_error'] === true })]
}
const vercelResult: ReadPart = (part) => {
  const output = part['output'] ?? part['result']
  const tagged = isRecord(output) && typeof output['type'] === 'string' ? output : undefined
  const type = textOf(tagged?.['type']) ?? ''
  const value = tagged && /^(?:text|json|error-text|error-json|content)$/.test(type) ? tagged['value'] : output
  return [
    toolResult(idOf(part), nameOf(part), plainResult(value), {
      isError: part['isError'] === true || type.startsWith('error'),
    }),
  ]
}
/** The provider's own tools: call and result are one item of the Responses API. */
const serverTool =
  (args: string, output: string): ReadPart =>
  (part) => {
    const id = firstText(part['id'], part['call_id'])
    const name = nameOf(part) ?? (textOf(part['type']) ?? 'tool').replace(/_call$/, '')
    const answer = part[output] ?? part['error']
    const called = toolCall(id, name, part[args] ?? part['queries'], true)
    return answer === undefined || answer === null
      ? [called]
      : [
          called,
          toolResult(id, name, answer, {
            server: true,
            isError: isRecord(part['error']) || typeof part['error'] === 'string',
          }),
        ]
  }
const anthropicServerCall: ReadPart = (part) => [toolCall(idOf(part), nameOf(part), part['input'], true)]
const anthropicServerResult: ReadPart = (part) => [
  toolResult(
    idOf(part),
    (textOf(part['type']) ?? '').replace(/_tool_result$/, '') || undefined,
    plainResult(part['content']),
    {
      server: true,
    },
  ),
]

/** How a part is read, by its `type`: the conventions, OpenAI's two APIs, Anthropic, the AI SDK, LangChain, Pydantic AI, OpenInference. */
export const PARTS_BY_TYPE: Readonly<Record<string, ReadPart>> = {
  text,
  input_text: text,
  output_text: text,
  'text-delta': text,
  text_delta: text,
  'search-result': text,
  reasoning,
  thinking: reasoning,
  'reasoning-text': reasoning,
  reasoning_text: reasoning,
  summary_text: reasoning,
  redacted_thinking: () => [{ type: 'reasoning', text: '' }],
  refusal,
  'openai.refusal': refusal,
  compaction: (part) => [{ type: 'compaction', text: textIn(part['content'] ?? part['text']) }],
  tool_call: call,
  'tool-call': call,
  tool_use: call,
  function: call,
  custom: (part) => (isRecord(part['custom']) || part['input'] !== undefined ? call(part) : []),
  function_call: call,
  custom_tool_call: call,
  server_tool_call: (part) => call(part).map((made) => ({ ...made, server: true }) as Part),
  'builtin-tool-call': (part) => call(part).map((made) => ({ ...made, server: true }) as Part),
  server_tool_use: anthropicServerCall,
  mcp_tool_use: anthropicServerCall,
  tool_call_response: result,
  tool_result: result,
  'tool-return': result,
  'builtin-tool-return': result,
  function_call_output: result,
  custom_tool_call_output: result,
  computer_call_output: result,
  local_shell_call_output: result,
  shell_call_output: result,
  apply_patch_call_output: result,
  tool_search_output: result,
  server_tool_call_response: result,
  'tool-result': vercelResult,
  'tool-error': (part) => [toolResult(idOf(part), nameOf(part), part['error'], { isError: true })],
  web_search_call: serverTool('action', 'results'),
  file_search_call: serverTool('queries', 'results'),
  code_interpreter_call: serverTool('code', 'outputs'),
  mcp_call: serverTool('arguments', 'output'),
  computer_call: serverTool('action', 'output'),
  local_shell_call: serverTool('action', 'output'),
  shell_call: serverTool('action', 'output'),
  apply_patch_call: serverTool('operation', 'output'),
  tool_search_call: serverTool('arguments', 'tools'),
  image_generation_call: (part) => [
    toolCall(firstText(part['id']), 'image_generation', part['revised_prompt'] ?? {}, true),
    ...(typeof part['result'] === 'string'
      ? [media({ modality: 'image', mimeType: 'image/png', source: { kind: 'data', base64: part['result'] } })]
      : []),
  ],
  web_search_tool_result: anthropicServerResult,
  web_fetch_tool_result: anthropicServerResult,
  code_execution_tool_result: anthropicServerResult,
  bash_code_execution_tool_result: anthropicServerResult,
  text_editor_code_execution_tool_result: anthropicServerResult,
  tool_search_tool_result: anthropicServerResult,
  mcp_tool_result: anthropicServerResult,
  'spanlit.media': (part) => [
    media({
      modality: firstText(part['modality']),
      mimeType: firstText(part['mime_type']),
      source: { kind: 'left_out', bytes: countOf(part['bytes']) },
      transcript: firstText(part['transcript']),
    }),
  ],
  document: (part) => {
    const { source } = part
    // Anthropic sends the text of a document, or its blocks, in the place of its bytes.
    if (isRecord(source) && source['type'] === 'text') return [{ type: 'text', text: textIn(source['data']) }]
    if (isRecord(source) && source['type'] === 'content') return [{ type: 'text', text: textIn(source['content']) }]
    return [mediaOf(part)]
  },
  search_result: (part) => [
    { type: 'text', text: [textOf(part['title']), textIn(part['content'])].filter(Boolean).join('\n') },
  ],
}

/** The text of a value that may be text, or blocks that hold text. */
export function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (isRecord(value)) return firstText(value['text'], value['content']) ?? ''
  return listOf(value)
    .map((block) => (isRecord(block) ? (firstText(block['text'], block['content']) ?? '') : (textOf(block) ?? '')))
    .filter((block) => block !== '')
    .join('\n')
}
