import type { CallKind } from '../genai/call-kind.ts'

/** A kind of call to a model, and how its span is named. */
export interface ModelCall extends CallKind {
  /** `gen_ai.operation.name`. */
  name: string
  /** What follows the operation in the span's name, where it is not the model. */
  subject?(args: readonly unknown[]): string | undefined
  /** True where the name of the span is the operation's name alone. */
  plainName?: boolean
  /** True where Azure serves the operation below a deployment, whose name stands for the model then. */
  deployed?: boolean
}

/**
 * One method of the client that makes a span: where it stands, where it sends its request, and how the wire shapes of its requests and
 * answers become attributes. An operation knows nothing of spans, promises or streams.
 */
export interface Operation extends ModelCall {
  /** Where the method stands on a client, e.g. `chat.completions.create`. */
  path: string
  /** Where it sends its request, below the base URL; `*` stands for any one step. */
  url: string
  /** Which argument holds the request options; 1 where this is left out. */
  optionsIndex?: number
  /**
   * True for a helper that makes many requests and returns a plain promise, such as one that polls: it is one call, and the traced
   * methods inside it make no spans of their own.
   */
  composite?: boolean
}
