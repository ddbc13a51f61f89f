import type { Value } from '../value.ts'
import type { Messages, ToolDefinitions } from './message.ts'
import type { DialectName } from './dialect-name.ts'
import type { Settings } from './settings.ts'
import type { OperationKind } from './operation-kind.ts'

/** Tokens as the GenAI conventions count them: input includes the cached ones, output includes reasoning. */
export interface Usage {
  readonly input: number | undefined
  readonly output: number | undefined
  readonly total: number | undefined
  readonly cached: number | undefined
  readonly cacheWritten: number | undefined
  readonly reasoning: number | undefined
}

/** US dollars, as they were reported; nothing is computed. */
export interface Cost {
  readonly total: number | undefined
  readonly input: number | undefined
  readonly output: number | undefined
}

export interface ToolRun {
  readonly name: string
  readonly callId: string | undefined
  readonly description: string | undefined
  readonly arguments: Value | undefined
  readonly result: Value | undefined
  readonly isError: boolean
}

export interface RetrievedDocument {
  readonly id: string | undefined
  readonly text: string
  readonly score: number | undefined
  readonly metadata: Value | undefined
}

export interface Score {
  readonly name: string
  readonly score: number | undefined
  readonly label: string | undefined
  readonly explanation: string | undefined
}

/** Where a side of the conversation was found. */
export type ContentPlace = 'attributes' | 'events' | 'logs'

/** Why content is not there, or not whole. */
export interface MissingContent {
  readonly reason: 'not captured' | 'cut' | 'redacted' | 'left out' | 'elsewhere'
  readonly of: readonly ('instructions' | 'input' | 'output' | 'arguments' | 'result')[]
  /** A sentence for a person. */
  readonly words: string
}

/** What a GenAI span says, whichever library wrote it. */
export interface Reading {
  /** The dialect that decided; `undefined` where the span says nothing about GenAI. */
  readonly dialect: DialectName | undefined
  /** Dialects that were recognised and are not loaded: load them and read again. */
  readonly pending: readonly DialectName[]
  readonly kind: OperationKind | undefined
  /** What to call the span where its own name says nothing: the name of an agent, a tool, a function. */
  readonly title: string | undefined
  readonly instructions: Messages
  readonly input: Messages
  readonly output: Messages
  readonly tools: ToolDefinitions
  readonly place: { readonly input: ContentPlace | undefined; readonly output: ContentPlace | undefined }
  readonly model: string | undefined
  readonly responseModel: string | undefined
  readonly provider: string | undefined
  readonly responseId: string | undefined
  readonly previousResponseId: string | undefined
  readonly finishReasons: readonly string[]
  /** What the caller asked for: temperature and the like, under one name each. */
  readonly settings: Settings
  readonly usage: Usage
  /** The numbers are sums over the spans below, or a copy of them: do not add them to those. */
  readonly repeatsUsage: boolean
  readonly cost: Cost | undefined
  /** The conversation or session, by the dialect's order of precedence. */
  readonly session: string | undefined
  /** All that were found: a page's monitoring sets `session.id` beside the conversation's own id. */
  readonly sessions: readonly string[]
  readonly user: string | undefined
  readonly agent:
    | { readonly id: string | undefined; readonly name: string | undefined; readonly description: string | undefined }
    | undefined
  readonly tool: ToolRun | undefined
  readonly query: string | undefined
  readonly documents: readonly RetrievedDocument[]
  readonly scores: readonly Score[]
  readonly missing: MissingContent | undefined
}
