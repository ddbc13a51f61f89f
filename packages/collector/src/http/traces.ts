import { decodeTraces, encodeTraces } from '../otlp/protobuf.ts'
import { Malformed } from '../otlp/read.ts'
import { readTraces, type ReadTraces } from '../otlp/traces.ts'
import type { Forwarding } from '../export/forwarding.ts'
import type { LiveFeed } from '../live/feed.ts'
import { readBody } from './body.ts'
import { exportResponse, otlpContentType, type OtlpContentType } from './otlp-response.ts'
import { Refusal, tryLater } from './refusal.ts'

/** `POST /v1/traces`: shows the spans to viewers and hands the batch on. */
export async function receiveTraces(
  request: Request,
  { maxBodyBytes, feed, forwarding }: { maxBodyBytes: number; feed: LiveFeed; forwarding: Forwarding },
): Promise<Response> {
  const type = otlpContentType(request)
  if (!type) {
    const given = request.headers.get('content-type') ?? 'missing'
    throw new Refusal(415, `Content-Type is ${given}; send application/x-protobuf or application/json`)
  }
  const body = await readBody(request, maxBodyBytes)
  const read = readRequest(type, body)
  if (read.accepted > 0) {
    feed.addTraces(read.traces)
    if (forwarding.active) {
      // What came as whole protobuf goes on as it came, fields that are newer than this collector included.
      const bytes = type === 'application/x-protobuf' && read.rejected === 0 ? body : encodeTraces(read.traces)
      const taken = await forwarding.offer({ bytes, spans: read.accepted })
      if (!taken)
        throw tryLater('The forwarding queue is full; send this batch again later', forwarding.retryAfterSeconds)
    }
  }
  return exportResponse(type, read.rejected, read.reason)
}

function readRequest(type: OtlpContentType, body: Buffer): ReadTraces {
  try {
    return readTraces(type === 'application/json' ? parseJson(body) : decodeTraces(body))
  } catch (error) {
    if (error instanceof Malformed) throw new Refusal(400, `Not an OTLP trace export request: ${error.message}`)
    throw error
  }
}

/** Parses JSON from a body; throws `Malformed`. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch (error) {
    throw new Malformed(`the body is not JSON: ${(error as Error).message}`)
  }
}
