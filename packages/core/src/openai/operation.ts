import type { CallKind } from '../genai/call-kind.ts'

/**
 * One method of the client that makes a span: where it stands, and how the wire shapes of its requests and answers become attributes. An
 * operation knows nothing of spans, promises or streams.
 */
export interface Operation extends CallKind {
  /** Where the method stands on a client, e.g. `chat.completions.create`. */
  path: string
  /** `gen_ai.operation.name`. */
  name: string
  /** What follows the operation in the span's name, where it is not the model. */
  subject?(args: readonly unknown[]): string | undefined
  /** True where the name of the span is the operation's name alone. */
  plainName?: boolean
  /** Which argument holds the request options; 1 where this is left out. */
  optionsIndex?: number
  /** Whether the call may add options to the arguments; always where this is left out. */
  takesOptions?(args: readonly unknown[]): boolean
  /**
   * True for a helper that makes many requests and returns a plain promise, such as one that polls: it is one call, and the traced
   * methods inside it make no spans of their own.
   */
  composite?: boolean
}
