import type { AttributeReader } from '../span/attribute-reader.ts'
import type { GenAiLog, GenAiSpan } from '../span/span.ts'
import type { DialectName } from './dialect-name.ts'
import type { Message, Messages, ToolDefinitions } from './message.ts'
import type { Settings } from './settings.ts'
import type { OperationKind } from './operation-kind.ts'
import type { ContentPlace, RetrievedDocument, Score } from './reading.ts'

/** Fields of a reading that one attribute holds. */
export type FieldName =
  | 'model'
  | 'responseModel'
  | 'provider'
  | 'responseId'
  | 'previousResponseId'
  | 'finishReasons'
  | 'inputTokens'
  | 'outputTokens'
  | 'totalTokens'
  | 'cachedTokens'
  | 'cacheWrittenTokens'
  | 'reasoningTokens'
  | 'cost'
  | 'inputCost'
  | 'outputCost'
  | 'session'
  | 'user'
  | 'agentId'
  | 'agentName'
  | 'agentDescription'
  | 'toolName'
  | 'toolCallId'
  | 'toolDescription'
  | 'query'
  | 'title'

/** Which attributes hold a field, the preferred one first. */
export type FieldKeys = Readonly<Partial<Record<FieldName, readonly string[]>>>

/** What one source of a dialect says. Sources are read in the order of their ranks; each fills what is still open. */
export interface Draft {
  readonly instructions?: Messages
  readonly input?: Messages
  readonly output?: Messages
  readonly tools?: ToolDefinitions
  readonly fields?: Readonly<Partial<Record<FieldName, unknown>>>
  readonly arguments?: unknown
  readonly result?: unknown
  readonly isError?: boolean
  readonly documents?: readonly RetrievedDocument[]
  readonly scores?: readonly Score[]
  readonly settings?: Settings
  readonly place?: ContentPlace
}

/**
 * How well a source is trusted with the messages of a span, where several hold the same ones: the vendor's own, the conventions' attributes,
 * flattened ones, the conventions' details event, one event a message, the oldest events, the input and output of a function, anything else.
 */
export const RANKS = [
  'vendor',
  'attributes',
  'flattened',
  'details',
  'events',
  'old events',
  'entity',
  'value',
  'generic',
] as const
export type Rank = (typeof RANKS)[number]

/** How the value of an attribute becomes part of the conversation. */
export type ReadAs =
  | 'instructions'
  | 'input'
  | 'output'
  | 'tools'
  /** A whole request or response of a provider, or whatever a function took and gave. */
  | 'request'
  | 'response'
  | 'arguments'
  | 'result'
  /** Text alone, also where it looks like JSON. */
  | 'output text'
  | 'output reasoning'
  | 'documents'
  | 'settings'
  /** A provider's usage object. */
  | 'usage'

export type Source =
  | { readonly rank: Rank; readonly key: string; readonly as: ReadAs; readonly for?: readonly OperationKind[] }
  | { readonly rank: Rank; readonly read: (context: SpanContext) => Draft | undefined }

/** What a source may look at. */
export interface SpanContext {
  readonly span: GenAiSpan
  readonly attributes: AttributeReader
  readonly kind: OperationKind | undefined
}

/** A log record, as a dialect looks at it. */
export interface NamedLog {
  readonly name: string
  readonly log: GenAiLog
  readonly attributes: AttributeReader
}

/** What one log record adds to the conversation of its session. */
export interface LogReading {
  readonly session?: string | undefined
  readonly user?: string | undefined
  readonly messages?: readonly Message[]
  /** The record repeats the conversation so far: the last such record is the conversation. */
  readonly whole?: Draft
  /** Usage and cost of one call; they are added up. Input includes cached tokens, output includes reasoning. */
  readonly fields?: Readonly<Partial<Record<FieldName, unknown>>>
}

export type ReadLog = (log: NamedLog) => LogReading | undefined

/** A library's way of writing GenAI spans. */
export interface Dialect {
  readonly name: DialectName
  /** What the span does; `undefined` leaves it to the next dialect. */
  readonly kind?: (context: Omit<SpanContext, 'kind'>) => OperationKind | undefined
  readonly fields?: FieldKeys
  readonly sources?: readonly Source[]
  /** Input tokens leave out what was read from a cache and written to it: they are added. */
  readonly inputLeavesOutCached?: boolean
  /** Output tokens leave out reasoning. */
  readonly outputLeavesOutReasoning?: boolean
  /** Kinds of spans whose usage repeats that of the spans below; agents, workflows and steps always do. */
  readonly repeatsUsage?: (context: SpanContext) => boolean
  /** Log records whose names begin so tell of sessions: those of a coding agent. */
  readonly logs?: { readonly prefix: string; readonly read: ReadLog }
  /** Content that stands somewhere else by design: where a person finds it. */
  readonly elsewhere?: string
}
