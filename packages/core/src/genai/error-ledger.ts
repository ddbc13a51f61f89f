import type { Failure } from './failure.ts'

/** How an error was recorded on a span. */
export interface RecordedError {
  /** Its message on the span; undefined where the message may not be recorded. */
  text: string | undefined
  /** Its message in the live feed. */
  live: string | undefined
  /** The ledger mark that it got. */
  mark: number
}

const recordedErrors = new WeakMap<object, RecordedError>()
let mark = 0

/** How many errors this copy of the package has recorded: an error with a higher mark was recorded later. */
export function ledgerMark(): number {
  return mark
}

/** How `error` was recorded, where a span has recorded it. */
export function recordOf(error: unknown): RecordedError | undefined {
  return recordedErrors.get(error as object)
}

/** Notes that `error` was recorded with these texts, and gives it the next mark. */
export function noteRecorded(error: unknown, text: string | undefined, live: string | undefined): void {
  if (error !== null && typeof error === 'object') recordedErrors.set(error, { text, live, mark: ++mark })
}

/** Marks the message of `error` as content that no span may record. */
export function markWithheld(error: unknown): void {
  if (error === null || typeof error !== 'object' || recordedErrors.has(error)) return
  recordedErrors.set(error, { text: undefined, live: undefined, mark: 0 })
}

/**
 * Whether the message is content that may not be recorded: that of an error of the API or the client, which quotes what was sent or
 * answered, or of one that an inner span has kept to itself; also where an error around it repeats it, as the client's runners do.
 */
export function isWithheld({ error, message }: Failure, mayRecord: boolean): boolean {
  let cause = error as { message?: unknown; cause?: unknown } | null | undefined
  for (let depth = 0; depth < 5 && cause !== null && typeof cause === 'object'; depth++) {
    const known = recordedErrors.get(cause)
    const isContent = known ? known.text === undefined : !mayRecord && (isFromAPI(cause) || isOfClient(cause))
    const said = cause.message
    if (isContent && typeof said === 'string' && said !== '' && message.includes(said)) return true
    cause = cause.cause as typeof cause
  }
  return false
}

/** The class of which all errors of a client are, for each copy of the client's package. */
const clientErrors = new Set<unknown>()

/** @param root a client, or the prototype of its class */
export function knowErrorsOf(root: object): void {
  const { OpenAIError: known } = root.constructor as { OpenAIError?: unknown }
  if (typeof known === 'function') clientErrors.add(known)
}

/** The client's helpers put what they can't read into errors of their own, which have nothing but a message. */
function isOfClient(error: object): boolean {
  return [...clientErrors].some((known) => error instanceof (known as typeof Error))
}

/** Looks for the members that `APIError` has in all versions, also where there was no answer. */
function isFromAPI(error: object): boolean {
  return 'status' in error && 'headers' in error && 'requestID' in error
}
