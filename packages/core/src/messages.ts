/**
 * The shapes of prompts and completions, as the JSON schemas of the GenAI conventions have them
 * (`gen-ai-input-messages.json`, `gen-ai-output-messages.json`, `gen-ai-system-instructions.json`).
 */

export type Modality = 'image' | 'video' | 'audio' | 'document'

export interface TextPart {
  type: 'text'
  content: string
}
export interface ReasoningPart {
  type: 'reasoning'
  content: string
}
export interface ToolCallPart {
  type: 'tool_call'
  id?: string | null
  name: string
  arguments?: unknown
}
export interface ToolCallResponsePart {
  type: 'tool_call_response'
  id?: string | null
  response: unknown
}
/** A tool that ran on the model's side: web search, code interpreter, remote MCP. */
export interface ServerToolCallPart {
  type: 'server_tool_call'
  id?: string | null
  name: string
  server_tool_call: { type: string; [key: string]: unknown }
}
export interface ServerToolCallResponsePart {
  type: 'server_tool_call_response'
  id?: string | null
  server_tool_call_response: { type: string; [key: string]: unknown }
}
export interface BlobPart {
  type: 'blob'
  modality: Modality
  mime_type?: string | null
  /** Base64. */
  content: string
  transcript?: string | null
}
export interface FilePart {
  type: 'file'
  modality: Modality
  mime_type?: string | null
  file_id: string
}
export interface UriPart {
  type: 'uri'
  modality: Modality
  mime_type?: string | null
  uri: string
}
export interface CompactionPart {
  type: 'compaction'
  id?: string | null
  content?: string | null
}
/** Anything that the conventions have no part for; `type` says what it is. */
export interface GenericPart {
  type: `openai.${string}` | `spanlit.${string}`
  [key: string]: unknown
}

export type Part =
  | TextPart
  | ReasoningPart
  | ToolCallPart
  | ToolCallResponsePart
  | ServerToolCallPart
  | ServerToolCallResponsePart
  | BlobPart
  | FilePart
  | UriPart
  | CompactionPart
  | GenericPart

export interface Message {
  role: string
  parts: Part[]
  name?: string | null
  /** Only of an answer. */
  finish_reason?: string
}

export interface ToolDefinition {
  type: string
  name: string
  description?: string | null
  parameters?: unknown
  format?: unknown
  tools?: ToolDefinition[]
}

/** What was said in one call, by the attribute that holds it. */
export interface CallContent {
  'gen_ai.system_instructions'?: TextPart[] | undefined
  'gen_ai.input.messages'?: Message[] | undefined
  'gen_ai.output.messages'?: Message[] | undefined
  'gen_ai.tool.definitions'?: ToolDefinition[] | undefined
  'gen_ai.retrieval.query.text'?: string
  /** `{ id, score, … }` each. */
  'gen_ai.retrieval.documents'?: unknown
  'gen_ai.tool.call.arguments'?: unknown
  'gen_ai.tool.call.result'?: unknown
}
