import { canBeMended, mediaType, readRetryAfter, shortened, withColon, type Answer } from './answer.ts'
import { countSpans, joinEnvelopes, type Envelope } from './azure-envelopes.ts'
import type { SendResult } from './destination.ts'
import type { Batch } from './queue.ts'

interface ItemError {
  index?: number
  statusCode?: number
  message?: string
}

/** The body of every answer of the ingestion endpoint. */
interface TrackResponse {
  itemsReceived: number
  itemsAccepted: number
  errors: ItemError[]
}

/** What an answer of Azure Monitor says of the envelopes of a batch. Delivered is only what it says it has accepted. */
export function readAzureAnswer(answer: Answer, batch: Batch, envelopes: readonly Envelope[]): SendResult {
  const { status } = answer
  const tracked = readTrackResponse(answer)
  if (status === 200 || status === 206) {
    if (tracked) return readAccepted(answer, tracked, batch, envelopes)
    const cause = `it answered ${status} with ${mediaType(answer) || 'no content type'}, which is no answer of Azure Monitor`
    return { delivered: 0, later: { cause, ...readRetryAfter(answer) } }
  }
  const cause = causeOf(status, tracked?.errors[0] ?? { message: shortened(answer.body.toString('utf8', 0, 300)) })
  if (canBeMended(status)) return { delivered: 0, later: { cause, ...readRetryAfter(answer) } }
  return { delivered: 0, refused: { items: batch.items, cause } }
}

function readAccepted(
  answer: Answer,
  { itemsAccepted, errors }: TrackResponse,
  batch: Batch,
  envelopes: readonly Envelope[],
): SendResult {
  if (itemsAccepted >= envelopes.length) return { delivered: batch.items }
  const later: Envelope[] = []
  const refused: Envelope[] = []
  const named = new Set<number>()
  for (const { index = -1, statusCode = 400 } of errors) {
    const envelope = envelopes[index]
    if (!envelope || named.has(index)) continue
    named.add(index)
    const list = canBeMended(statusCode) ? later : refused
    list.push(envelope)
  }
  if (itemsAccepted === 0 && later.length === 0) {
    return { delivered: 0, refused: { items: batch.items, cause: causeOf(answer.status, errors[0]) } }
  }
  // Items that it has neither accepted nor named: nobody knows which, and sent again the others would be there twice.
  const unnamed = Math.max(0, envelopes.length - itemsAccepted - named.size)
  const lost = countOf(batch, refused) + Math.min(unnamed, batch.items)
  const causes = (list: readonly Envelope[]): string =>
    causeOf(
      answer.status,
      errors.find(({ index = -1 }) => list.includes(envelopes[index] as Envelope)),
    )
  return {
    delivered: Math.max(0, batch.items - countOf(batch, later) - lost),
    ...(refused.length + unnamed > 0 && {
      refused: { items: lost, cause: causes(refused), ...(refused.length > 0 && { batch: restOf(batch, refused) }) },
    }),
    ...(later.length > 0 && {
      later: { cause: causes(later), batch: restOf(batch, later), ...readRetryAfter(answer) },
    }),
  }
}

/** Some envelopes of a batch as a batch of their own: only they are sent again. */
function restOf(batch: Batch, envelopes: readonly Envelope[]): Batch {
  const bytes = joinEnvelopes(envelopes)
  return { signal: batch.signal, contentType: 'application/x-json-stream', bytes, items: countOf(batch, envelopes) }
}

function countOf({ signal }: Batch, envelopes: readonly Envelope[]): number {
  return signal === 'traces' ? countSpans(envelopes) : envelopes.length
}

function causeOf(status: number, error: ItemError | undefined): string {
  return `it answered ${error?.statusCode ?? status}${withColon(shortened(error?.message))}`
}

function readTrackResponse({ body, isCut }: Answer): TrackResponse | undefined {
  if (isCut) return undefined
  try {
    const read = JSON.parse(body.toString()) as Partial<TrackResponse> | null
    const { itemsReceived, itemsAccepted, errors } = read ?? {}
    if (!Number.isInteger(itemsReceived) || !Number.isInteger(itemsAccepted)) return undefined
    return { itemsReceived, itemsAccepted, errors: Array.isArray(errors) ? errors : [] } as TrackResponse
  } catch {
    return undefined
  }
}
