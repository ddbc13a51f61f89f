import type { CallContent } from '../content/messages.ts'
import type { LiveDelta } from '../live/protocol.ts'

/** Takes attributes one by one, as an operation finds them on the wire. */
export interface AttributeSink {
  /** `null` and `undefined` are how the API says that there is none; texts, numbers, truth values and lists of texts are taken. */
  set(name: string, value: unknown): void
}

/** What a request says of itself. */
export interface RequestDescription {
  model: string | undefined
  /** What follows the operation in the span's name, where it is not the model. */
  subject?: string | undefined
  /** Gives its attributes, small ones only; the call adds operation, model, provider, server and context. */
  describe(sink: AttributeSink): void
  /** The content of the request; asked for only where content is captured, and before the request is sent. */
  content(): CallContent
}

/** What a response says of itself beside its attributes. */
export interface ResponseDescription {
  content?(): CallContent
  /** Set where the API answered with success, and the answer says that it failed. */
  failure?: { type: string; message?: string | undefined } | undefined
}

/** Puts the chunks of a stream together again. */
export interface StreamReader {
  read(chunk: unknown): void
  /** What of `chunk` a viewer may show at once; called only where a viewer may be listening. */
  deltas(chunk: unknown): LiveDelta[]
  /** The response so far, in the shape that {@link Operation.response} takes; `complete` is false where the stream was cut off. */
  result(complete: boolean): unknown
}

/**
 * One method of the client that makes a span: the wire shapes of its requests and responses on one side, the attributes
 * of the conventions on the other. An operation knows nothing of spans, promises or streams.
 */
export interface Operation {
  /** Where the method stands on a client, e.g. `chat.completions.create`. */
  path: string
  /** `gen_ai.operation.name`. */
  name: string
  request(args: readonly unknown[]): RequestDescription
  response(result: unknown, sink: AttributeSink): ResponseDescription
  /** Missing where the method cannot stream. `keepsContent` is false where none will be asked for: a long answer is not to be kept then. */
  stream?(keepsContent: boolean): StreamReader
  /** Which argument holds the request options; 1 where it is not said. */
  optionsIndex?: number
  /** Whether the call may add options to the arguments; always where it is not said. */
  takesOptions?(args: readonly unknown[]): boolean
  /**
   * True for a helper that makes many requests and returns a plain promise, such as one that polls: it is one call, and the traced
   * methods inside it make no spans of their own.
   */
  composite?: boolean
  /** True where the name of the span is the operation's name alone. */
  plainName?: boolean
}
