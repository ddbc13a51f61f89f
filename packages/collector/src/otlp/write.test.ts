import { expect, test } from 'vitest'
import { decodeRequest } from './protobuf.ts'
import { defaultReadLimits, readRequest, type ReadRequest } from './request.ts'
import { scanRequest } from './scan.ts'
import type { Signal } from './signal.ts'
import { writeRequest } from './write.ts'

/** Through protobuf and back, by another decoder than the writer's own. */
function throughProtobuf(signal: Signal, data: object): unknown {
  return (readRequest(signal, decodeRequest(signal, writeRequest(signal, data))) as ReadRequest).data
}

const values = [
  { stringValue: '' },
  { stringValue: 'größer 🎉' },
  { stringValue: `${'long '.repeat(20_000)}ü` },
  { boolValue: true },
  { boolValue: false },
  ...['0', '1', '127', '128', '9007199254740993', '-1', '-9223372036854775808', '9223372036854775807'].map(
    (intValue) => ({
      intValue,
    }),
  ),
  ...[0, -0.5, 1e300, 'NaN', '-Infinity'].map((doubleValue) => ({ doubleValue })),
  { bytesValue: 'AAH/' },
  { arrayValue: { values: [{ intValue: '1' }, {}, { stringValue: 'x' }] } },
  { kvlistValue: { values: [{ key: 'k', value: { arrayValue: { values: [] } } }] } },
]
const attributes = values.map((value, index) => ({ key: `key.${index}`, value }))
const resource = { attributes, droppedAttributesCount: 3 }
const scope = { name: 'scope', version: '1', attributes }
const ids = { traceId: '0123456789abcdef0123456789abcdef', spanId: 'fedcba9876543210' }
const times = { startTimeUnixNano: '1790000000123456789', timeUnixNano: '18446744073709551615' }

test('writes spans that another reader reads back equal', () => {
  const span = {
    ...ids,
    traceState: 'ot=th:c',
    parentSpanId: '00000000000000ff',
    flags: 4294967295,
    name: 'chat',
    kind: 3,
    startTimeUnixNano: '1790000000123456789',
    endTimeUnixNano: '1790000000123456790',
    attributes,
    droppedAttributesCount: 300,
    events: [{ timeUnixNano: '1', name: 'note', attributes }],
    links: [{ ...ids, traceState: 'x=1', flags: 1, attributes }],
    status: { message: 'broke', code: 2 },
  }
  const data = {
    resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span, span], schemaUrl: 'u' }], schemaUrl: 'v' }],
  }
  expect(throughProtobuf('traces', data)).toEqual(data)
  expect(scanRequest('traces', writeRequest('traces', data), defaultReadLimits)).toMatchObject({
    items: 2,
    isSound: true,
  })
})

test('writes log records that another reader reads back equal', () => {
  const logRecord = {
    timeUnixNano: '1790000000123456789',
    observedTimeUnixNano: '2',
    severityNumber: 17,
    severityText: 'ERROR',
    body: { kvlistValue: { values: attributes } },
    attributes,
    flags: 1,
    ...ids,
    eventName: 'gen_ai.evaluation.result',
  }
  const data = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [logRecord] }] }] }
  expect(throughProtobuf('logs', data)).toEqual(data)
})

test('writes metrics of every kind that another reader reads back equal', () => {
  const exemplars = [{ filteredAttributes: attributes, timeUnixNano: '3', asDouble: 0.5, ...ids }, { asInt: '-7' }]
  const histogram = { attributes, ...times, count: '3', sum: 0, min: -1.5, max: 9, exemplars }
  const metrics = [
    {
      name: 'gauge',
      gauge: {
        dataPoints: [
          { attributes, ...times, asInt: '-5', exemplars },
          { ...times, asDouble: 0 },
        ],
      },
    },
    { name: 'sum', unit: 's', sum: { dataPoints: [{ asInt: '1' }], aggregationTemporality: 2, isMonotonic: true } },
    {
      name: 'histogram',
      description: 'd',
      histogram: {
        dataPoints: [{ ...histogram, bucketCounts: ['0', '300', '2'], explicitBounds: [0.1, 1e9] }],
        aggregationTemporality: 1,
      },
      metadata: attributes,
    },
    {
      name: 'exponential',
      exponentialHistogram: {
        dataPoints: [
          {
            ...histogram,
            scale: -3,
            zeroCount: '1',
            zeroThreshold: 0.001,
            positive: { offset: -2147483648, bucketCounts: ['1', '18446744073709551615'] },
          },
        ],
      },
    },
    {
      name: 'summary',
      summary: { dataPoints: [{ count: '1', sum: 2, quantileValues: [{ quantile: 0.5, value: 2 }] }] },
    },
  ]
  const data = { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] }
  expect(throughProtobuf('metrics', data)).toEqual(data)
  expect(scanRequest('metrics', writeRequest('metrics', data), defaultReadLimits)).toMatchObject({
    items: 6,
    isSound: true,
  })
})
