import type { JsonBreak } from '../json.ts'
import type { Value } from '../value.ts'

/** A part of a message, whichever library wrote it. */
export type Part =
  | { readonly type: 'text' | 'reasoning' | 'refusal' | 'compaction'; readonly text: string }
  | {
      readonly type: 'tool_call'
      readonly id: string | undefined
      readonly name: string
      /** The arguments as a structure; the text itself where it is not JSON. */
      readonly arguments: Value
      /** Set where the arguments look like JSON and are not: `arguments` is then the text, and this is where it breaks. */
      readonly broken?: JsonBreak
      /** The provider ran the tool. */
      readonly server?: true
    }
  | {
      readonly type: 'tool_result'
      readonly id: string | undefined
      readonly name: string | undefined
      readonly response: Value
      readonly isError?: true
      /** Images and files among the result. */
      readonly media?: readonly MediaPart[]
      readonly server?: true
    }
  | MediaPart
  | { readonly type: 'left_out'; readonly leftOut: LeftOut }
  /** What has no known shape, under the name that its writer gave it. */
  | { readonly type: 'other'; readonly name: string; readonly value: Value }

export interface MediaPart {
  readonly type: 'media'
  /** `image`, `audio`, `video`, `file`, `document`. */
  readonly modality: string
  readonly mimeType: string
  readonly source: MediaSource
  readonly transcript: string
  readonly fileName?: string
}

export type MediaSource =
  | { readonly kind: 'data'; readonly base64: string }
  /** A link. Nothing is fetched. */
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'file'; readonly id: string }
  /** It was too large to be recorded. */
  | { readonly kind: 'left_out'; readonly bytes: number }
  /** A backend keeps it: `where` names the backend. */
  | { readonly kind: 'elsewhere'; readonly where: string; readonly id: string }
  /** It was taken out before the span was exported. */
  | { readonly kind: 'redacted' }

/** What was not recorded because its attribute would have been too large. */
export interface LeftOut {
  readonly of: 'message' | 'part' | 'tool'
  readonly items: number
  readonly bytes: number
}

export interface Message {
  /** `system`, `developer`, `user`, `assistant`, `tool`, or what the writer called it. */
  readonly role: string
  readonly name: string | undefined
  readonly parts: readonly Part[]
  readonly finishReason?: string
}

export interface Messages {
  readonly messages: readonly Message[]
  /** The attribute was cut before its JSON was complete. */
  readonly truncated: boolean
}

export interface ToolDefinition {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly definition: Value
}

export interface ToolDefinitions {
  readonly tools: readonly ToolDefinition[]
  readonly leftOut: LeftOut | undefined
}

export const NO_MESSAGES: Messages = { messages: [], truncated: false }
export const NO_TOOLS: ToolDefinitions = { tools: [], leftOut: undefined }
