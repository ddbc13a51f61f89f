import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSpans } from '../../test/spans.ts'
import { TestViewer } from '../../test/viewer.ts'
import { createCollector, type Collector } from '../index.ts'
import type { LiveEvent } from '../live/event.ts'

let collector: Collector
let url: string

beforeEach(async () => {
  collector = createCollector({ logger: { info() {}, warn() {}, error() {} } })
  url = (await collector.listen()).url
})

afterEach(() => collector.close())

function send(body: unknown, type = 'application/json', signal = 'traces'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${url}/v1/${signal}`, { method: 'POST', headers: { 'content-type': type }, body: text })
}

function requestOf(...spans: object[]): object {
  return { resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] }
}

async function shown(count = 1): Promise<LiveEvent[]> {
  const viewer = await TestViewer.open(url)
  const events = await viewer.take(count)
  viewer.close()
  return events.map(({ event }) => event)
}

const traceId = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const ids = { traceId, spanId: 'bbbbbbbbbbbbbbbb' }
const times = { startTimeUnixNano: '1790000000000000000', endTimeUnixNano: '1790000001000000000' }

test('takes names of enums, in full and short', async () => {
  const status = { code: 'STATUS_CODE_ERROR', message: 'broke' }
  expect(await (await send(requestOf({ ...ids, ...times, kind: 'SPAN_KIND_CLIENT', status }))).json()).toEqual({})
  await send(requestOf({ ...ids, ...times, spanId: 'cccccccccccccccc', kind: 'server', status: { code: 'OK' } }))
  expect((await shown(2)).map(({ span }) => [span.kind, span.status?.code])).toEqual([
    [3, 2],
    [2, 1],
  ])
})

test('takes numbers as strings and strings as numbers', async () => {
  const span = {
    ...ids,
    kind: '3',
    flags: '1',
    startTimeUnixNano: 1790000000000000000,
    endTimeUnixNano: '1790000001000000000',
    droppedEventsCount: '2',
    attributes: [
      { key: 'a', value: { intValue: 7 } },
      { key: 'b', value: { doubleValue: '0.5' } },
      { key: 'c', value: { boolValue: 'true' } },
      { key: 'd', value: { stringValue: 12 } },
    ],
  }
  expect(await (await send(requestOf(span))).json()).toEqual({})
  expect((await shown())[0]?.span).toMatchObject({
    kind: 3,
    flags: 1,
    startTimeUnixNano: '1790000000000000000',
    droppedEventsCount: 2,
    attributes: [
      { value: { intValue: '7' } },
      { value: { doubleValue: 0.5 } },
      { value: { boolValue: true } },
      { value: { stringValue: '12' } },
    ],
  })
})

test('takes field names as the .proto files have them', async () => {
  const span = {
    trace_id: traceId,
    span_id: ids.spanId,
    parent_span_id: 'cccccccccccccccc',
    start_time_unix_nano: times.startTimeUnixNano,
    end_time_unix_nano: times.endTimeUnixNano,
    attributes: [{ key: 'list', value: { array_value: { values: [{ string_value: 'x' }] } } }],
    events: [{ time_unix_nano: '1790000000500000000', name: 'note', dropped_attributes_count: 1 }],
  }
  await send({ resource_spans: [{ scope_spans: [{ spans: [span] }], schema_url: 'https://example.com' }] })
  expect((await shown())[0]?.span).toMatchObject({
    ...ids,
    parentSpanId: 'cccccccccccccccc',
    attributes: [{ value: { arrayValue: { values: [{ stringValue: 'x' }] } } }],
    events: [{ timeUnixNano: '1790000000500000000', droppedAttributesCount: 1 }],
  })
})

test("takes ids in base64, as protobuf's own JSON has bytes", async () => {
  const inBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')
  const span = { traceId: inBase64(traceId), spanId: inBase64(ids.spanId), ...times }
  expect(await (await send(requestOf(span))).json()).toEqual({})
  expect((await shown())[0]?.span).toMatchObject(ids)
})

test('takes a span without times, in JSON and in protobuf, and marks it', async () => {
  const { startTimeUnixNano, endTimeUnixNano } = times
  await send(requestOf({ ...ids, startTimeUnixNano }))
  await send(requestOf({ ...ids, spanId: 'cccccccccccccccc', endTimeUnixNano }))
  const [made] = makeSpans(['open'])
  const open = { ...made, spanContext: () => made.spanContext(), startTime: [0, 0], endTime: [0, 0] } as typeof made
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: ProtobufTraceSerializer.serializeRequest([open]) as BodyInit,
  })
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0])
  const spans = (await shown(3)).map(({ span }) => span)
  expect(spans).toMatchObject([
    { startTimeUnixNano, endTimeUnixNano: startTimeUnixNano, attributes: [mark('end')] },
    { startTimeUnixNano: endTimeUnixNano, endTimeUnixNano, attributes: [mark('start')] },
    { attributes: [mark('start, end')] },
  ])
  expect(Number(spans[2]?.startTimeUnixNano) / 1e6).toBeCloseTo(Date.now(), -5)
})

function mark(missing: string): object {
  return { key: 'spanlit.missing_time', value: { stringValue: missing } }
}

for (const type of ['application/json', 'application/x-ndjson']) {
  test(`takes batches on lines of their own (${type})`, async () => {
    const lines = ['b', 'c', 'd'].map((digit) =>
      JSON.stringify(requestOf({ ...ids, ...times, spanId: digit.repeat(16) })),
    )
    expect(await (await send(`${lines.join('\n')}\n`, type)).json()).toEqual({})
    expect((await shown(3)).map(({ span }) => span.spanId[0])).toEqual(['b', 'c', 'd'])
  })
}

test('says which line of several is no JSON', async () => {
  const response = await send(`${JSON.stringify(requestOf({ ...ids, ...times }))}\n{"resourceSpans":\n`)
  expect([response.status, (await response.json()).message]).toEqual([400, expect.stringMatching(/line 2 is not JSON/)])
})

test('says the path of the field that it refuses', async () => {
  const sound = { ...ids, ...times }
  const cases: [object, string][] = [
    [{ ...sound, kind: 'SIDEWAYS' }, 'spans[1].kind is "SIDEWAYS"; expected one of SPAN_KIND_UNSPECIFIED'],
    [
      { ...sound, attributes: [{}, { key: 'a', value: { intValue: 'x' } }] },
      'spans[1].attributes[1].value.intValue is "x"',
    ],
    [
      { ...sound, links: [{ traceId: 'x', spanId: ids.spanId }] },
      'spans[1].links[0].traceId is "x"; expected 32 hex digits',
    ],
    [{ ...sound, startTimeUnixNano: 'noon' }, 'spans[1].startTimeUnixNano is "noon"; expected nanoseconds'],
    [{ ...times, spanId: ids.spanId }, 'spans[1].traceId is missing or all zeros; expected 32 hex digits'],
  ]
  for (const [span, message] of cases) {
    const { partialSuccess } = await (await send(requestOf(sound, span))).json()
    expect(partialSuccess).toEqual({
      rejectedSpans: '1',
      errorMessage: expect.stringContaining(`resourceSpans[0].scopeSpans[0].${message}`),
    })
  }
})
