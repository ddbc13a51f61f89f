import { readLiveEvent } from '../live/event.ts'
import type { LiveFeed } from '../live/feed.ts'
import { liveStream } from '../live/stream.ts'
import { Malformed, readObject, wrong } from '../otlp/read.ts'
import { readBody } from './body.ts'
import { otlpContentType } from './otlp-response.ts'
import { Refusal } from './refusal.ts'
import { parseJson } from './traces.ts'

/** `POST /live`: open spans and streamed text of a backend in development. Malformed events are left out and counted. */
export async function receiveLive(
  request: Request,
  { maxBodyBytes, feed }: { maxBodyBytes: number; feed: LiveFeed },
): Promise<Response> {
  // Also what keeps a foreign page's form or `no-cors` request out, which cannot send JSON without a preflight.
  if (otlpContentType(request) !== 'application/json') {
    throw new Refusal(415, `Content-Type is ${request.headers.get('content-type') ?? 'missing'}; send application/json`)
  }
  const body = await readBody(request, maxBodyBytes)
  let rejected = 0
  let reason: string | undefined
  const events = readEvents(body)
  for (const [index, value] of events.entries()) {
    try {
      feed.addLive(readLiveEvent(value, `events[${index}]`))
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      rejected += 1
      reason ??= error.message
    }
  }
  if (rejected > 0 && rejected === events.length) throw new Refusal(400, `No live event could be read: ${reason}`)
  return Response.json(
    { accepted: events.length - rejected, ...(rejected > 0 && { rejected, reason }) },
    { status: 202 },
  )
}

function readEvents(body: Buffer): unknown[] {
  try {
    const events = readObject(parseJson(body), 'the body')['events']
    if (!Array.isArray(events)) throw wrong('events', 'an array of live events', events)
    return events
  } catch (error) {
    if (error instanceof Malformed) throw new Refusal(400, `Not a batch of live events: ${error.message}`)
    throw error
  }
}

/** `GET /live`: server-sent events, replaying the ring and resuming after `Last-Event-ID`. */
export function streamLive(request: Request, feed: LiveFeed, closed: AbortSignal): Response {
  const given = request.headers.get('last-event-id') ?? ''
  const lastId = /^\d{1,16}$/.test(given) ? Number(given) : 0
  return new Response(liveStream(feed.ring, lastId, closed), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies such as nginx would otherwise hold the events back.
      'x-accel-buffering': 'no',
    },
  })
}
