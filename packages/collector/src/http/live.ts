import { readLiveEvent } from '../live/event.ts'
import type { LiveFeed } from '../live/feed.ts'
import { liveStream } from '../live/stream.ts'
import { Fault } from '../otlp/fault.ts'
import { parseJson } from '../otlp/json.ts'
import { Malformed, readObject, wrong } from '../otlp/read.ts'
import type { Fields, ReadLimits } from '../otlp/read-message.ts'
import type { UnreadBatches } from '../live/unread.ts'
import { readBody } from './body.ts'
import type { ExportContext } from './export.ts'
import { otlpContentType, reply, replyJson } from './reply.ts'
import { Refusal } from './refusal.ts'

type LiveContext = Pick<ExportContext, 'limits' | 'inFlight' | 'unread' | 'processing'> & { feed: LiveFeed }

/** `POST /live`: open spans and streamed text of a backend in development. Malformed events are left out and counted. */
export async function receiveLive(
  request: Request,
  { limits, inFlight, feed, unread, processing }: LiveContext,
): Promise<Response> {
  // Also what keeps a foreign page's form or `no-cors` request out, which cannot send JSON without a preflight.
  if (otlpContentType(request) !== 'application/json') {
    throw new Refusal(415, `Content-Type is ${request.headers.get('content-type') ?? 'missing'}; send application/json`)
  }
  const lease = inFlight.lease()
  try {
    const events = readEvents(await readBody(request, limits, lease), limits)
    return addEvents(events, { feed, unread, processing })
  } finally {
    lease.end()
  }
}

function addEvents(
  events: unknown[],
  { feed, unread, processing }: Omit<LiveContext, 'limits' | 'inFlight'>,
): Response {
  // Events are merged with what was exported of the same span before.
  unread.read()
  let rejected = 0
  let reason: string | undefined
  for (const [index, value] of events.entries()) {
    try {
      const event = readLiveEvent(value, `events[${index}]`)
      if (processing.redaction) {
        processing.redact(event as unknown as Fields)
        // A secret may be cut in two by the pieces of a stream; the span has the whole text when it ends.
        delete event.deltas
      }
      feed.addLive(event)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      rejected += 1
      reason ??= error.message
    }
  }
  if (rejected > 0 && rejected === events.length) throw new Refusal(400, `No live event could be read: ${reason}`)
  return replyJson(202, { accepted: events.length - rejected, ...(rejected > 0 && { rejected, reason }) })
}

function readEvents(body: Buffer, limits: ReadLimits): unknown[] {
  const value = parseJson(body, limits)
  if (value instanceof Fault)
    throw new Refusal(value.isLimit ? 413 : 400, `Not a batch of live events: ${value.message}`)
  try {
    const events = readObject(value, 'the body')['events']
    if (!Array.isArray(events)) throw wrong('events', 'an array of live events', events)
    return events
  } catch (error) {
    if (error instanceof Malformed) throw new Refusal(400, `Not a batch of live events: ${error.message}`)
    throw error
  }
}

/** `GET /live`: server-sent events, replaying the ring and resuming after `Last-Event-ID`. */
export function streamLive(
  request: Request,
  { feed, unread }: { feed: LiveFeed; unread: UnreadBatches },
  closed: AbortSignal,
): Response {
  const given = request.headers.get('last-event-id') ?? ''
  const lastId = /^\d{1,16}$/.test(given) ? Number(given) : 0
  return reply(200, liveStream(feed.ring, lastId, closed, unread.watch()), {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies such as nginx would otherwise hold the events back.
    'x-accel-buffering': 'no',
  })
}
