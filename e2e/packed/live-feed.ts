/** One span as a receiver tells its viewers of it, with its attributes as a plain object. */
export interface SeenSpan {
  name: string
  /** As OTLP counts: 2 is SERVER, 3 CLIENT. */
  kind: number
  traceId: string
  spanId: string
  parentSpanId: string
  attributes: Record<string, unknown>
  resource: Record<string, unknown>
}

interface KeyValue {
  key: string
  value: Record<string, unknown>
}
interface LiveEvent {
  type: 'start' | 'update' | 'end'
  resource: { attributes: KeyValue[] }
  span: { name: string; kind: number; traceId: string; spanId: string; parentSpanId?: string; attributes?: KeyValue[] }
}

/**
 * Reads a receiver's server-sent events until what has ended satisfies `wanted`, which is given the last span and all until then, and returns
 * all. Fails after 20 s with the names of what was seen.
 */
export async function endedSpans(
  feed: string,
  wanted: (span: SeenSpan, all: SeenSpan[]) => boolean,
): Promise<SeenSpan[]> {
  const seen: SeenSpan[] = []
  const abort = AbortSignal.timeout(20_000)
  try {
    const response = await fetch(feed, { headers: { accept: 'text/event-stream' }, signal: abort })
    if (!response.ok || !response.body) throw new Error(`${feed} answered ${response.status}`)
    let rest = ''
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('data:')) continue
        const event = JSON.parse(line.slice(5)) as LiveEvent
        if (event.type !== 'end') continue
        const span = readSpan(event)
        seen.push(span)
        if (wanted(span, seen)) return seen
      }
    }
    throw new Error('the feed ended')
  } catch (cause) {
    const names = seen.map((span) => span.name).join(', ') || 'nothing'
    throw new Error(`The span did not arrive at ${feed}; seen: ${names}`, { cause })
  }
}

function readSpan({ span, resource }: LiveEvent): SeenSpan {
  const { name, kind, traceId, spanId, parentSpanId = '' } = span
  const attributes = plain(span.attributes)
  return { name, kind, traceId, spanId, parentSpanId, attributes, resource: plain(resource.attributes) }
}

function plain(attributes: KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]))
}

/** OTLP/JSON writes a 64-bit integer as a string. */
function readValue(value: Record<string, unknown>): unknown {
  return 'intValue' in value ? Number(value['intValue']) : Object.values(value)[0]
}
