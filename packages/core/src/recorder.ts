import type { AttributeValue, Attributes, Span } from '@opentelemetry/api'
import type { ContentPolicy } from './content-policy.ts'
import type { CallContent } from './messages.ts'

/**
 * Records what was said, under the policy for content: redacted, without secrets, within limits. `settings.recorder` holds it. In Node it
 * is there from the start; a page loads it when content is captured or a viewer listens. Types only.
 */
export interface Recorder {
  /** Begins to record what is said in one call. */
  begin(call: RecordedCall): CallRecording
  /** Content as span attributes: JSON strings. */
  attributes(content: CallContent, about: ContentSource): Attributes
  /** A short text under the attribute by which `redact` knows it; `undefined` where it may not be recorded. */
  text(attribute: string, text: string, about: ContentSource): string | undefined
  /**
   * What the policy lets be exported of a content attribute that another library has set on a span with these attributes; undefined drops
   * it.
   */
  ofOtherLibrary(
    policy: ContentPolicy,
    name: string,
    value: AttributeValue,
    attributes: Readonly<Record<string, unknown>>,
  ): AttributeValue | undefined
  /** The stack of a failure, with `text` in the place of its message. */
  stack(failure: RecordedStack, text: string): string | undefined
}

/** What a stack is made of. */
export interface RecordedStack {
  stack?: string | undefined
  message: string
  exceptionType: string
}

/** Where content comes from. */
export interface ContentSource {
  policy: ContentPolicy
  /** `gen_ai.operation.name` of its span. */
  operation: string
  model?: string | undefined
}

/** What an agent's span takes over of what its calls say, as JSON in the form in which the calls record it. */
export interface AgentContent {
  /** Whether the question is known already. */
  readonly isAsked: boolean
  /** The question of its first call. */
  asked(messages: string): void
  /** The answer of a call; the last one stays. */
  said(messages: string): void
}

export interface RecordedCall extends ContentSource {
  span: Span
  /** The agent that makes the call. */
  agent: AgentContent | undefined
  /** How its content is read; a name stands for the readers that come with the recorder. */
  readers: ContentReaders | string | undefined
}

/** What is said in one call. */
export interface CallRecording {
  /** The request: its body as it was sent (or else as it was given), and the arguments of the method. */
  request(body: unknown, args: readonly unknown[]): void
  /** A chunk of a streamed answer. */
  chunk(chunk: unknown): void
  /** The answer in one piece, and its finish reasons as far as the API gives them. */
  response(result: unknown, reasons: readonly string[] | undefined): void
  /** The streamed answer is over; `complete` is false where it was cut off. */
  streamed(complete: boolean, reasons: readonly string[] | undefined): void
  /** The message of an error, which may quote the prompt, as it may be recorded. The live feed gets it at once. */
  errorText(message: string): string | undefined
  /** Puts the content on the span where the policy says so, and returns it structured, as an event carries it. */
  write(): Record<string, unknown> | undefined
}

/** How the content of one kind of call is read from the wire. */
export interface ContentReaders {
  request?(body: unknown, args: readonly unknown[]): CallContent
  response?(result: unknown): CallContent
  stream?(): ContentStreamReader
}

/** Puts the content of a stream's chunks together again. */
export interface ContentStreamReader {
  read(chunk: unknown): void
  /** What of `chunk` a viewer may show at once; called only where a viewer listens. */
  deltas(chunk: unknown): LiveDelta[]
  /** The answer so far, in the shape that {@link ContentReaders.response} takes. */
  result(complete: boolean): unknown
}

/** A piece of streamed output. */
export interface LiveDelta {
  kind: 'text' | 'reasoning' | 'refusal' | 'tool_call'
  /** Index of the choice (chat) or of the output item (responses). */
  choice: number
  /** What is appended; for `tool_call` it is a piece of the arguments' JSON. */
  text: string
  /** Which tool call of the choice. */
  callIndex?: number
  /** With the first delta of a tool call. */
  callId?: string
  /** With the first delta of a tool call. */
  name?: string
}
