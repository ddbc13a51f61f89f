import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAzureIngestion, type AzureIngestion, type Envelope } from '../../test/azure-ingestion.ts'
import { createCollector, type Collector } from '../index.ts'

let azure: AzureIngestion
let collector: Collector

beforeEach(async () => {
  azure = await startAzureIngestion()
  collector = createCollector({ azure: { connectionString: azure.connectionString } })
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 0 })
  await azure.close()
})

const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const resource = { attributes: [text('service.name', 'claims')] }
const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }

/** Sends one request in OTLP/JSON, and returns what reached Azure Monitor, descriptions of resources aside. */
async function send(signal: 'traces' | 'logs' | 'metrics', body: object): Promise<Envelope[]> {
  const request = new Request(`http://localhost/v1/${signal}`, {
    method: 'POST',
    headers: { host: 'localhost', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect((await collector.fetch(request)).status).toBe(200)
  expect(await collector.flush()).toBe(true)
  expect(collector.counts()[0]).toMatchObject({ dropped: 0 })
  return azure.envelopes.filter(({ data }) => data.baseData.metrics?.[0]?.name !== '_OTELRESOURCE_')
}

function sendSpan(span: object): Promise<Envelope[]> {
  const spans = [{ ...ids, name: 'chat gpt-5', kind: 3, startTimeUnixNano: '1', endTimeUnixNano: '2', ...span }]
  const scope = { name: '@spanlit/core', version: '1.2.3' }
  return send('traces', { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] })
}

test('an error of a chat span has a result code, a target, and what the span says of it', async () => {
  const [envelope] = await sendSpan({
    status: { code: 2, message: 'Rate limit reached' },
    attributes: [
      text('error.type', '429'),
      text('server.address', 'api.openai.com'),
      { key: 'server.port', value: { intValue: '8443' } },
      text('microsoft.foundry.project.id', '/subscriptions/1'),
      text('gen_ai.request.model', 'gpt-5'),
    ],
  })
  expect(envelope!.data.baseData).toMatchObject({
    name: 'chat gpt-5',
    success: false,
    resultCode: '429',
    target: 'api.openai.com:8443',
    properties: {
      'otel.error.type': '429',
      'otel.server.address': 'api.openai.com',
      'otel.server.port': '8443',
      'otel.status_description': 'Rate limit reached',
      'otel.scope.name': '@spanlit/core',
      'otel.scope.version': '1.2.3',
      'otel.microsoft.foundry.project.id': '/subscriptions/1',
      'gen_ai.request.model': 'gpt-5',
    },
  })
})

test('the attributes of links arrive', async () => {
  const [envelope] = await sendSpan({
    links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), attributes: [text('why', 'retry')] }],
  })
  expect(JSON.parse(envelope!.data.baseData.properties!['otel.links']!)).toEqual([
    { trace_id: 'c'.repeat(32), span_id: 'd'.repeat(16), attributes: { why: 'retry' } },
  ])
})

test('an exception without a stack does not say "undefined"', async () => {
  const envelopes = await sendSpan({
    events: [{ name: 'exception', timeUnixNano: '1', attributes: [text('exception.message', 'no such claim')] }],
  })
  const exception = envelopes.find(({ data }) => data.baseType === 'ExceptionData')
  expect(exception?.data.baseData.exceptions).toEqual([
    { typeName: '', message: 'no such claim', stack: '', hasFullStack: false },
  ])
})

for (const [span, rate] of [
  [{ traceState: 'ot=th:c' }, 25],
  [{ traceState: 'vendor=1,ot=rv:8f;th:e6666666666666' }, 10],
  [{ attributes: [{ key: 'microsoft.sample_rate', value: { doubleValue: 12.5 } }] }, 12.5],
  [{}, 100],
] as const) {
  test(`counts are right after sampling: ${JSON.stringify(span)} is a rate of ${rate} %`, async () => {
    const [envelope] = await sendSpan(span)
    expect(envelope!.sampleRate).toBeCloseTo(rate, 4)
  })
}

test('an evaluation arrives as a custom event of its trace', async () => {
  const record = {
    ...ids,
    timeUnixNano: '1700000000000000000',
    eventName: 'gen_ai.evaluation.result',
    attributes: [
      text('gen_ai.evaluation.name', 'relevance'),
      { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.9 } },
      text('error.type', 'timeout'),
    ],
  }
  const [envelope] = await send('logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] })
  expect(envelope).toMatchObject({
    time: '2023-11-14T22:13:20.000Z',
    tags: {
      'ai.operation.id': ids.traceId,
      'ai.operation.parentId': ids.spanId,
      'ai.cloud.role': 'claims',
    },
    data: {
      baseType: 'EventData',
      baseData: {
        name: 'gen_ai.evaluation.result',
        properties: {
          'gen_ai.evaluation.name': 'relevance',
          'gen_ai.evaluation.score.value': '0.9',
          'otel.error.type': 'timeout',
        },
      },
    },
  })
})

test('other log records arrive as traces, with their severity and the name of their event', async () => {
  const records = [
    { body: { stringValue: 'hello' }, severityNumber: 9, observedTimeUnixNano: '1700000000000000000' },
    { body: { kvlistValue: { values: [text('a', 'b')] } }, eventName: 'app.started', severityNumber: 17 },
  ]
  const envelopes = await send('logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: records }] }] })
  expect(envelopes.map(({ data }) => data.baseData)).toMatchObject([
    { message: 'hello', severityLevel: 'Information' },
    { message: '{"a":"b"}', severityLevel: 'Error', properties: { 'event.name': 'app.started' } },
  ])
})

test('metrics arrive as custom metrics, with the time at which they were taken', async () => {
  const time = { timeUnixNano: '1700000000000000000' }
  const metrics = [
    {
      name: 'gen_ai.client.token.usage',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [
          { ...time, count: '3', sum: 120, min: 20, max: 60, attributes: [text('gen_ai.token.type', 'input')] },
        ],
      },
    },
    { name: 'calls', sum: { aggregationTemporality: 1, dataPoints: [{ ...time, asInt: '7' }] } },
    { name: 'none', gauge: { dataPoints: [{ ...time, asDouble: 'NaN' }] } },
  ]
  const envelopes = await send('metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] })
  expect(envelopes.map(({ time: at }) => at)).toEqual(['2023-11-14T22:13:20.000Z', '2023-11-14T22:13:20.000Z'])
  expect(envelopes.map(({ data }) => data.baseData)).toMatchObject([
    {
      metrics: [{ name: 'gen_ai.client.token.usage', value: 120, count: 3, min: 20, max: 60 }],
      properties: { 'gen_ai.token.type': 'input' },
    },
    { metrics: [{ name: 'calls', value: 7, count: 1 }] },
  ])
})
