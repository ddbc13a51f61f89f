import { expect, test } from 'vitest'
import { SpanStore } from '../span-store.ts'
import { type ImportedFile, readTraceFile } from './read-file.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const span = {
  traceId: TRACE,
  spanId: 'b7ad6b7169203331',
  name: 'work',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001000000000',
}
const batch = (...spans: unknown[]): unknown => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
const read = (value: unknown): Promise<ImportedFile> => readTraceFile('f.json', JSON.stringify(value))

function shown({ events }: ImportedFile): string[] {
  const store = new SpanStore()
  for (const event of events) store.receive(event, 'file')
  return store.traces.flatMap((trace) =>
    trace.spans.map((one) => `${trace.traceId} ${one.name} ${one.end! - one.start}`),
  )
}

test('OTLP/JSON is read', async () => {
  const file = await read(batch(span))
  expect([file.format, shown(file), file.problems]).toEqual(['OTLP JSON', [`${TRACE} work 1000`], []])
})

test('snake_case and ids in base64, as protobuf’s own JSON has them, are read', async () => {
  const file = await read({
    resource_spans: [
      {
        scope_spans: [
          {
            spans: [
              {
                trace_id: Buffer.from(TRACE, 'hex').toString('base64'),
                span_id: Buffer.from(span.spanId, 'hex').toString('base64'),
                name: 'work',
                start_time_unix_nano: span.startTimeUnixNano,
                end_time_unix_nano: span.endTimeUnixNano,
              },
            ],
          },
        ],
      },
    ],
  })
  expect(shown(file)).toEqual([`${TRACE} work 1000`])
})

test('lines of batches are read, and a broken line is named', async () => {
  const text = `${JSON.stringify(batch(span))}\n{"resourceSpans": [\n${JSON.stringify(batch({ ...span, spanId: 'a'.repeat(16), name: 'more' }))}`
  const file = await readTraceFile('f.ndjson', text)
  expect(file.events).toHaveLength(2)
  expect(file.problems[0]).toMatch(/^line 2: /)
})

test('a span that cannot be read is named by the path of its field, and the others are shown', async () => {
  const file = await read(batch({ ...span, traceId: 'abc' }, span))
  expect(file.events).toHaveLength(1)
  expect(file.problems).toEqual(['resourceSpans[0].scopeSpans[0].spans[0].traceId: "abc" is not 32 hex digits'])
})

test('what Jaeger saves is read', async () => {
  const file = await read({
    data: [
      {
        processes: { p1: { serviceName: 'shop' } },
        spans: [
          {
            traceID: TRACE,
            spanID: span.spanId,
            processID: 'p1',
            operationName: 'work',
            startTime: 1_700_000_000_000_000,
            duration: 2_000_000,
            tags: [{ key: 'error', type: 'bool', value: true }],
          },
        ],
      },
    ],
  })
  expect([file.format, shown(file)]).toEqual(['Jaeger', [`${TRACE} work 2000`]])
})

test('what Zipkin saves is read', async () => {
  const file = await read([
    {
      traceId: TRACE,
      id: span.spanId,
      name: 'work',
      kind: 'CLIENT',
      timestamp: 1_700_000_000_000_000,
      duration: 3_000_000,
      tags: { 'http.method': 'GET' },
      localEndpoint: { serviceName: 'shop' },
    },
  ])
  expect([file.format, shown(file)]).toEqual(['Zipkin v2', [`${TRACE} work 3000`]])
})

test('what is no trace is refused in words', async () => {
  const file = await readTraceFile('notes.txt', 'Dear diary')
  expect(file.events).toEqual([])
  expect(file.problems[0]).toMatch(/^line 1: /)
  expect((await read({ a: 1 })).problems).toEqual(['no resourceSpans: this is no OTLP trace'])
})
