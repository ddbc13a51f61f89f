import { isRecord, listOf, textOf } from '../unknown.ts'
import { attributesOf, microseconds } from './shapes.ts'

/** Reads what Jaeger's API and its user interface save: traces with spans and processes. */
export function readJaeger(file: { data: unknown }): {
  readonly format: string
  readonly events: readonly unknown[]
  readonly problems: readonly string[]
} {
  const events: unknown[] = []
  const problems: string[] = []
  for (const [at, trace] of listOf(file.data).entries()) {
    if (!isRecord(trace)) continue
    const processes = isRecord(trace['processes']) ? trace['processes'] : {}
    for (const [index, span] of listOf(trace['spans']).entries()) {
      const traceId = isRecord(span) ? textOf(span['traceID']) : undefined
      const spanId = isRecord(span) ? textOf(span['spanID']) : undefined
      if (!isRecord(span) || traceId === undefined || spanId === undefined) {
        problems.push(`data[${at}].spans[${index}]: no traceID or spanID`)
        continue
      }
      const process = processes[textOf(span['processID']) ?? '']
      const tags = attributesOf(listOf(span['tags']))
      const parent = listOf(span['references']).find(
        (reference) => isRecord(reference) && reference['refType'] === 'CHILD_OF',
      )
      const start = Number(span['startTime'])
      events.push({
        type: 'end',
        resource: {
          attributes: [
            {
              key: 'service.name',
              value: { stringValue: (isRecord(process) && textOf(process['serviceName'])) || 'unknown' },
            },
            ...(isRecord(process) ? attributesOf(listOf(process['tags'])) : []),
          ],
        },
        scope: {},
        span: {
          traceId: traceId.padStart(32, '0'),
          spanId,
          parentSpanId: isRecord(parent) ? textOf(parent['spanID']) : undefined,
          name: textOf(span['operationName']) ?? '',
          kind: kindOf(tags),
          startTimeUnixNano: microseconds(start),
          endTimeUnixNano: microseconds(start + Number(span['duration'] ?? 0)),
          attributes: tags,
          events: listOf(span['logs']).map((log) => logOf(log)),
          status: tags.some(({ key, value }) => key === 'error' && value['boolValue'] === true) ? { code: 2 } : {},
        },
      })
    }
  }
  return { format: 'Jaeger', events, problems }
}

function logOf(log: unknown): unknown {
  const fields = isRecord(log) ? attributesOf(listOf(log['fields'])) : []
  const name = fields.find(({ key }) => key === 'event')?.value['stringValue']
  return {
    name: name ?? 'log',
    timeUnixNano: microseconds(Number(isRecord(log) ? log['timestamp'] : 0)),
    attributes: fields,
  }
}

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer']

function kindOf(tags: ReturnType<typeof attributesOf>): number {
  const kind = tags.find(({ key }) => key === 'span.kind')?.value['stringValue']
  return Math.max(0, KINDS.indexOf(typeof kind === 'string' ? kind : ''))
}
