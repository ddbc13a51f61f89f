/** A tool call as it stands in a conversation. */
export interface ToolCall {
  id: string
  name: string
  /** JSON. */
  arguments: string
}

/** One message of a conversation. */
export interface Turn {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
  calls: ToolCall[]
  /** The call that a tool's result answers. */
  callId?: string
}

/** What a model is asked. */
export interface Prompt {
  model: string
  turns: Turn[]
  /** The names of the tools that may be called. */
  tools: string[]
  /** How often the client has tried before. */
  retries: number
}

/** What a model answers. */
export interface Reply {
  text?: string
  /** Tools that the model wants called. */
  calls?: { name: string; arguments: object }[]
  /** The stream breaks with an error after so many tokens. */
  breakAfter?: number
}
