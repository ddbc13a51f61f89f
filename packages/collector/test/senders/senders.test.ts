import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCollector, type Collector } from '../../src/index.ts'
import { decodeRequest } from '../../src/otlp/protobuf.ts'
import { readRequest, type ReadRequest } from '../../src/otlp/request.ts'
import type { Signal } from '../../src/otlp/signal.ts'
import { OtlpBackend } from '../otlp-backend.ts'
import { prepareGo, preparePython } from '../programs.ts'

let backend: OtlpBackend
let collector: Collector
let url: string

beforeEach(async () => {
  backend = await OtlpBackend.start()
  collector = createCollector({ forward: [{ url: backend.url }], logger: { info() {}, warn() {}, error() {} } })
  url = (await collector.listen()).url
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 500 })
  await backend.close()
})

/** What the backend was given of a signal, in OTLP/JSON. */
function received(signal: Signal): unknown {
  const request = backend.received.find(({ path }) => path === `/v1/${signal}`)
  return request && (readRequest(signal, decodeRequest(signal, request.body)) as ReadRequest).data
}

/** One of each signal, as every program here sends it. */
async function expectThreeSignals(): Promise<void> {
  await expect
    .poll(() => backend.received.map(({ path }) => path).toSorted())
    .toEqual(['/v1/logs', '/v1/metrics', '/v1/traces'])
  expect(received('traces')).toMatchObject({
    resourceSpans: [
      {
        scopeSpans: [
          {
            scope: { name: 'sender' },
            spans: [
              {
                name: 'chat gpt-5',
                attributes: expect.arrayContaining([
                  { key: 'gen_ai.request.model', value: { stringValue: 'gpt-5' } },
                  {
                    key: 'gen_ai.response.finish_reasons',
                    value: { arrayValue: { values: [{ stringValue: 'stop' }] } },
                  },
                ]),
              },
            ],
          },
        ],
      },
    ],
  })
  expect(received('logs')).toMatchObject({
    resourceLogs: [
      {
        scopeLogs: [
          {
            scope: { name: 'sender' },
            logRecords: [
              {
                eventName: 'gen_ai.client.inference.operation.details',
                body: { stringValue: 'from the SDK' },
                severityNumber: 9,
              },
            ],
          },
        ],
      },
    ],
  })
  expect(received('metrics')).toMatchObject({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            scope: { name: 'sender' },
            metrics: [
              {
                name: 'gen_ai.client.token.usage',
                histogram: {
                  dataPoints: [
                    {
                      count: '1',
                      sum: 42,
                      min: 42,
                      attributes: [{ key: 'gen_ai.token.type', value: { stringValue: 'input' } }],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  })
}

for (const compression of ['none', 'gzip'] as const) {
  test(`takes and forwards three signals of the SDK for JavaScript, in JSON (compression: ${compression})`, async () => {
    const to = (signal: Signal) => ({ url: `${url}/v1/${signal}`, compression: compression as never })
    const tracers = new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter(to('traces')))],
    })
    const span = tracers.getTracer('sender').startSpan('chat gpt-5')
    span.setAttributes({ 'gen_ai.request.model': 'gpt-5', 'gen_ai.response.finish_reasons': ['stop'] }).end()
    const loggers = new LoggerProvider({
      processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter(to('logs')) })],
    })
    loggers.getLogger('sender').emit({
      eventName: 'gen_ai.client.inference.operation.details',
      body: 'from the SDK',
      severityNumber: SeverityNumber.INFO,
    })
    const meters = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(to('metrics')) })],
    })
    meters.getMeter('sender').createHistogram('gen_ai.client.token.usage').record(42, { 'gen_ai.token.type': 'input' })
    await Promise.all([tracers.shutdown(), loggers.shutdown(), meters.shutdown()])
    await expectThreeSignals()
  })
}

for (const [language, prepare] of [
  ['Python', () => preparePython('senders/python', 'send.py')],
  ['Go', () => prepareGo('senders/go')],
] as const) {
  test(
    `takes and forwards three signals of the SDK for ${language}, in protobuf`,
    { timeout: 300_000 },
    async (context) => {
      const sender = await prepare()
      if ('missing' in sender) return context.skip(sender.missing)
      await promisify(execFile)(sender.command, sender.parameters, {
        env: {
          ...process.env,
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          // The one of Python's that no other test sends.
          OTEL_EXPORTER_OTLP_COMPRESSION: language === 'Python' ? 'deflate' : 'gzip',
          OTEL_SERVICE_NAME: 'sender',
        },
      })
      return expectThreeSignals()
    },
  )
}
