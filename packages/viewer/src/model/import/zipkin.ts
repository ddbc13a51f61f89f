import { isRecord, listOf, textOf } from '../unknown.ts'
import { microseconds } from './shapes.ts'

const KINDS: Readonly<Record<string, number>> = { SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 }

/** Reads Zipkin's JSON of version 2: a list of spans. */
export function readZipkin(spans: readonly unknown[]): {
  readonly format: string
  readonly events: readonly unknown[]
  readonly problems: readonly string[]
} {
  const events: unknown[] = []
  const problems: string[] = []
  for (const [at, span] of spans.flat().entries()) {
    const traceId = isRecord(span) ? textOf(span['traceId']) : undefined
    const spanId = isRecord(span) ? textOf(span['id']) : undefined
    if (!isRecord(span) || traceId === undefined || spanId === undefined) {
      problems.push(`[${at}]: no traceId or id`)
      continue
    }
    const tags = isRecord(span['tags']) ? span['tags'] : {}
    const local = isRecord(span['localEndpoint']) ? textOf(span['localEndpoint']['serviceName']) : undefined
    const start = Number(span['timestamp'] ?? 0)
    events.push({
      type: 'end',
      resource: { attributes: [{ key: 'service.name', value: { stringValue: local ?? 'unknown' } }] },
      scope: {},
      span: {
        traceId: traceId.padStart(32, '0'),
        spanId,
        parentSpanId: textOf(span['parentId']),
        name: textOf(span['name']) ?? '',
        kind: KINDS[textOf(span['kind']) ?? ''] ?? 1,
        startTimeUnixNano: microseconds(start),
        endTimeUnixNano: microseconds(start + Number(span['duration'] ?? 0)),
        attributes: Object.entries(tags).map(([key, value]) => ({ key, value: { stringValue: String(value) } })),
        events: listOf(span['annotations']).map((annotation) => ({
          name: isRecord(annotation) ? textOf(annotation['value']) : '',
          timeUnixNano: microseconds(Number(isRecord(annotation) ? annotation['timestamp'] : 0)),
        })),
        status: 'error' in tags ? { code: 2, message: textOf(tags['error']) ?? '' } : {},
      },
    })
  }
  return { format: 'Zipkin v2', events, problems }
}
