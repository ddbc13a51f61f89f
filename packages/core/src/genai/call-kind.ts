import type { ContentReaders } from '../recorder.ts'

/** Takes attributes one by one, as they are found on the wire. */
export interface AttributeSink {
  /** `null` and `undefined` are how the API says that there is none; texts, numbers, truth values and lists of texts are taken. */
  set(name: string, value: unknown): void
}

/** The failure of a call that the API answered with success. */
export interface AnsweredFailure {
  type: string
  message?: string | undefined
}

/** Puts together what the attributes of a streamed answer need: ids, usage, reasons. It keeps no content. */
export interface StreamHeadReader {
  read(chunk: unknown): void
  /** The answer so far, in the shape that {@link CallReaders.response} takes; `complete` is false where the stream was cut off. */
  result(complete: boolean): unknown
}

/** How the wire shapes of a kind of call become attributes. */
export interface CallReaders {
  /**
   * Sets the attributes of a request: small ones only, since the call adds operation, model, provider, server and context. `body` is the
   * request's body as it was sent, or else as it was given; `args` are the arguments of the method.
   */
  request?(body: unknown, sink: AttributeSink, args: readonly unknown[]): void
  /** Sets the attributes of an answer; returns a failure where the answer says that the call failed. */
  response(result: unknown, sink: AttributeSink): AnsweredFailure | undefined
  /** Missing where the method cannot stream. */
  stream?(): StreamHeadReader
  /** Readers of what was said, or the name of those that come with the recorder. Missing where nothing is said. */
  content?: ContentReaders | string
}

/** Readers that are loaded when they are first needed. */
export interface ReadersOnDemand {
  loaded: CallReaders | undefined
  load(): Promise<CallReaders>
}

/** A kind of call that is one span. */
export interface CallKind {
  /** What it is called in reports of faults. */
  path: string
  /** Which argument is the request's body; the first where this is left out. */
  bodyIndex?: number
  readers: CallReaders | ReadersOnDemand
}
