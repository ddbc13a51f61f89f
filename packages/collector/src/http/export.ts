import type { Forwarding } from '../export/forwarding.ts'
import { loopStatus, viaHeader } from '../export/loop.ts'
import type { UnreadBatches } from '../live/unread.ts'
import { Fault } from '../otlp/fault.ts'
import { parseJson } from '../otlp/json.ts'
import type { TracesData } from '../otlp/model.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { tooMany, type Fields, type ReadLimits } from '../otlp/read-message.ts'
import { readRequest, type ReadRequest } from '../otlp/request.ts'
import { scanRequest } from '../otlp/scan.ts'
import { requestTypes } from '../otlp/schema.ts'
import type { Signal } from '../otlp/signal.ts'
import { writeRequest } from '../otlp/write.ts'
import type { Processing } from '../process/processing.ts'
import { readBody, type BodyLimits } from './body.ts'
import type { ReceiverCounters } from './counters.ts'
import type { InFlight } from './in-flight.ts'
import { exportResponse, otlpContentType, type OtlpContentType } from './reply.ts'
import { Refusal, tryLater } from './refusal.ts'

export interface ExportContext {
  limits: BodyLimits & ReadLimits
  inFlight: InFlight
  forwarding: Forwarding
  unread: UnreadBatches
  counters: ReceiverCounters
  processing: Processing
}

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`: hands the batch on, and shows spans to viewers. */
export async function receiveExport(signal: Signal, request: Request, context: ExportContext): Promise<Response> {
  const type = checkContentType(request)
  const { forwarding, inFlight, limits, unread } = context
  const via = request.headers.get(viaHeader)
  if (forwarding.via.comesBack(via))
    throw new Refusal(loopStatus, 'This batch came from this collector', { [viaHeader]: '' })
  // Asked before the body is read: a batch that is refused costs nothing then.
  if (!forwarding.hasRoom(Number(request.headers.get('content-length') ?? 0))) throw full(forwarding)
  const lease = inFlight.lease()
  try {
    const batch = readBatch(signal, type, await readBody(request, limits, lease), context)
    if (batch.accepted > 0) {
      if (forwarding.active && batch.forwarded > 0) {
        const taken = await forwarding.offer({
          signal,
          contentType: 'application/x-protobuf',
          bytes: batch.bytes(),
          items: batch.forwarded,
          ...(via !== null && { via }),
        })
        if (!taken) throw full(forwarding)
      }
      if (signal === 'traces') {
        const { accepted: spans, size: bytes, read } = batch
        unread.add({ spans, bytes, read: () => tracesOf(read()) }, batch.data && tracesOf(batch.data))
      }
    }
    context.counters.took(signal, batch)
    return exportResponse(signal, type, batch.rejected, batch.reason)
  } finally {
    lease.end()
  }
}

function checkContentType(request: Request): OtlpContentType {
  const type = otlpContentType(request)
  if (type) return type
  const given = request.headers.get('content-type') ?? 'missing'
  if (given.startsWith('application/grpc')) {
    throw new Refusal(
      415,
      'gRPC is not spoken here; set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or put the OpenTelemetry Collector in front, which receives gRPC',
    )
  }
  throw new Refusal(415, `Content-Type is ${given}; send application/x-protobuf or application/json`)
}

function full(forwarding: Forwarding): Refusal {
  return tryLater('The forwarding queue is full; send this batch again later', {
    seconds: forwarding.retryAfterSeconds,
  })
}

interface ReceivedBatch {
  accepted: number
  rejected: number
  reason?: string
  /** How many of the accepted items are forwarded: all, where nothing is sampled. */
  forwarded: number
  /** Bytes of the request as it is kept. */
  size: number
  /** What is forwarded, in protobuf. */
  bytes(): Uint8Array
  /** The batch in OTLP/JSON, where it was read already. */
  data?: Fields
  /** Reads it again, so that not its objects are kept, but its bytes. */
  read(): Fields
}

function readBatch(
  signal: Signal,
  type: OtlpContentType,
  body: Buffer,
  { limits, processing }: Pick<ExportContext, 'limits' | 'processing'>,
): ReceivedBatch {
  const scan = type === 'application/json' ? undefined : scanRequest(signal, body, limits)
  if (scan instanceof Fault) throw refusalOf(signal, scan)
  function read(most: ReadLimits): ReadRequest {
    const request = readOrRefuse(signal, type, body, most)
    processing.redact(request.data)
    return request
  }
  // A viewer gets whatever was accepted.
  const common = { size: body.length, read: () => read(limits).data }
  // What came as sound protobuf is forwarded as it came, fields that are newer than this collector included.
  if (scan?.isSound && !processing.changes(signal)) {
    return { ...common, accepted: scan.items, forwarded: scan.items, rejected: 0, bytes: () => body }
  }
  // Making objects of a body costs twenty times as much as looking through its bytes, so it may hold a fifth.
  const most = { ...limits, values: Math.ceil(limits.values / 5) }
  if (scan && scan.values > most.values) throw refusalOf(signal, tooMany(`${most.values} values`))
  const { data, ...counts } = read(most)
  const sampled = processing.sample(signal, data)
  const forwarded = counts.accepted - sampled.dropped
  return { ...common, ...counts, data, forwarded, bytes: () => writeRequest(signal, sampled.data) }
}

function tracesOf(data: Fields): TracesData {
  return data as unknown as TracesData
}

/** Makes objects of a body. */
function readOrRefuse(signal: Signal, type: OtlpContentType, body: Buffer, limits: ReadLimits): ReadRequest {
  const value = type === 'application/json' ? parseJson(body, limits) : decodeRequest(signal, body)
  const read = value instanceof Fault ? value : readRequest(signal, value, limits)
  if (read instanceof Fault) throw refusalOf(signal, read)
  return read
}

function refusalOf(signal: Signal, fault: Fault): Refusal {
  if (fault.isLimit) return new Refusal(413, fault.message)
  return new Refusal(400, `This is not an ${requestTypes[signal].name}: ${fault.message}`)
}
