import { responseTypes, Status } from '../otlp/schema.ts'
import type { Signal } from '../otlp/signal.ts'
import { canBeMended, mediaType, readRetryAfter, shortened, withColon, type Answer } from './answer.ts'
import type { SendResult } from './destination.ts'
import type { Batch } from './queue.ts'

/** What an endpoint's answer says of the batch. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export function readOtlpAnswer(answer: Answer, batch: Batch): SendResult {
  const { status } = answer
  if (status >= 200 && status < 300) return readSuccess(answer, batch)
  const target = redirectTarget(answer)
  const said = target
    ? ` to ${target}. Redirects are not followed: if ${batch.signal} belong there, forward to that URL`
    : withColon(messageOf(answer))
  const cause = `it answered ${status}${said}`
  if (canBeMended(status)) return { delivered: 0, later: { cause, ...readRetryAfter(answer) } }
  return { delivered: 0, refused: { items: batch.items, cause } }
}

interface PartialSuccess {
  partialSuccess?: Record<string, unknown> | null
}

/** What OTLP calls the count of rejected items. */
const rejectedField: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
}

/** A success may still reject items, which must not be sent again. https://opentelemetry.io/docs/specs/otlp/#partial-success */
function readSuccess(answer: Answer, { items, signal }: Batch): SendResult {
  // An empty body is the whole message in protobuf.
  if (answer.body.length === 0) return { delivered: items }
  const message: PartialSuccess | null | undefined = decode(answer, responseTypes[signal])
  if (message === undefined) {
    // A login page, a proxy's greeting: somebody has answered who does not know of the batch.
    const type = mediaType(answer) || 'no content type'
    return { delivered: 0, later: { cause: `it answered ${answer.status} with ${type}, which is no answer of OTLP` } }
  }
  const { errorMessage, ...partial } = message?.partialSuccess ?? {}
  const rejected = Math.min(Number(partial[rejectedField[signal]]), items)
  if (!(rejected > 0)) return { delivered: items }
  const cause = `it rejected them${withColon(shortened(errorMessage))}`
  return { delivered: items - rejected, refused: { items: rejected, cause } }
}

/** Where a redirect leads; without what may be secret in it. */
function redirectTarget({ status, headers, url }: Answer): string | undefined {
  const location = headers.get('location')
  if (status < 300 || status > 399 || !location || !URL.canParse(location, url)) return undefined
  const { origin, pathname } = new URL(location, url)
  return origin + pathname
}

function messageOf(answer: Answer): string {
  const status: { message?: unknown } | null | undefined = decode(answer, Status)
  return status ? shortened(status.message) : shortened(answer.body.toString('utf8', 0, 300))
}

/** The answer's message, which is JSON or protobuf as its content type says; `undefined` if it is neither. */
function decode(answer: Answer, message: typeof Status): object | null | undefined {
  if (answer.isCut) return undefined
  try {
    switch (mediaType(answer)) {
      case 'application/json': {
        const value = JSON.parse(answer.body.toString()) as unknown
        return typeof value === 'object' && !Array.isArray(value) ? value : undefined
      }
      case 'application/x-protobuf':
      case 'application/protobuf':
        return message.toObject(message.decode(answer.body), { longs: String })
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}
