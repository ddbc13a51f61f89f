import type { JsonObject } from './body.ts'

/** A tool call as it stands in a conversation. */
export interface ToolCall {
  id: string
  name: string
  /** JSON, as the model wrote it. */
  arguments: string
}

/** One message, the same for both APIs. */
export interface Turn {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
  calls: ToolCall[]
  /** Of a tool's result: the call it answers. */
  callId: string | undefined
}

export interface FunctionTool {
  name: string
  description: string
  parameters: JsonObject
}

export type Format = { type: 'text' } | { type: 'json_object' } | { type: 'json_schema'; schema: JsonObject }

/** What a model is asked: the part of a request that decides the answer. */
export interface Prompt {
  turns: Turn[]
  tools: FunctionTool[]
  toolChoice: 'none' | 'auto' | 'required' | { name: string }
  /** Whether several tools may be called at once. */
  parallel: boolean
  format: Format
}

export interface PlannedCall {
  name: string
  arguments: JsonObject
}

/** What a model answers: text, or the tools it wants called. */
export interface Reply {
  text: string
  calls: PlannedCall[]
}

export function textReply(text: string): Reply {
  return { text, calls: [] }
}

export function callReply(...calls: PlannedCall[]): Reply {
  return { text: '', calls }
}
