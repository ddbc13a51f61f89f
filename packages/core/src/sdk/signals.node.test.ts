import { DiagLogLevel, diag, metrics } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { completion } from 'stand-in/wire'
import { scriptedApi } from '../../test/api.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'
import {
  instrumentOpenAI,
  recordEvaluation,
  startTracing,
  withSpan,
  type Tracing,
  type TracingOptions,
} from '../index.ts'

let sink: OtlpSink
let tracing: Tracing | undefined

beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(async () => {
  await tracing?.shutdown()
  await sink.close()
  vi.unstubAllEnvs()
  logs.disable()
  metrics.disable()
  diag.disable()
})

const USAGE = { usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } }

async function ask(options: TracingOptions = {}): Promise<void> {
  const api = await scriptedApi({ json: completion({ content: 'Four.' }, USAGE) })
  tracing = startTracing({ endpoint: sink.url, live: false, ...options })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL }))
  await withSpan('around', async () => {
    await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: '2+2?' }] })
    recordEvaluation({ name: 'correct', score: 1 })
  })
  await tracing.flush()
}

const events = (): { eventName: string }[] =>
  sink.logs.flatMap(({ resourceLogs }) =>
    resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
  )
const eventNames = (): string[] => events().map(({ eventName }) => eventName)
const metricNames = (): string[] =>
  sink.metrics.flatMap(({ resourceMetrics }) =>
    resourceMetrics.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap((scope) => scope.metrics.map(({ name }) => name)),
    ),
  )

describe('with an endpoint alone', () => {
  it('token usage and durations arrive as metrics, and an evaluation as an event', async () => {
    await ask()
    expect(metricNames().toSorted()).toEqual(['gen_ai.client.operation.duration', 'gen_ai.client.token.usage'])
    expect(JSON.stringify(sink.metrics)).toContain('"sum":5')
    expect(eventNames()).toEqual(['gen_ai.evaluation.result'])
    expect(sink.names().toSorted()).toEqual(['around', 'chat m'])
    expect(sink.paths.toSorted()).toEqual(['POST /v1/logs', 'POST /v1/metrics', 'POST /v1/traces'])
  })

  it('content is on the event and not on the span where events are to hold it', async () => {
    await ask({ captureContent: 'event' })
    expect(eventNames().toSorted()).toEqual(['gen_ai.client.inference.operation.details', 'gen_ai.evaluation.result'])
    expect(JSON.stringify(sink.logs)).toContain('2+2?')
    expect(JSON.stringify(sink.batches)).not.toContain('2+2?')
  })

  it('both go by JSON where that is asked for', async () => {
    await ask({ captureContent: 'span_and_event', protocol: 'http/json' })
    expect(eventNames()).toContain('gen_ai.client.inference.operation.details')
    expect(metricNames()).toContain('gen_ai.client.token.usage')
    expect(JSON.stringify(sink.batches)).toContain('2+2?')
  })
})

describe('the environment', () => {
  it('switches events and metrics off', async () => {
    vi.stubEnv('OTEL_LOGS_EXPORTER', 'none')
    vi.stubEnv('OTEL_METRICS_EXPORTER', 'none')
    await ask()
    expect(sink.paths).toEqual(['POST /v1/traces'])
  })

  it('sends them to endpoints of their own, with the temporality that is asked for', async () => {
    const other = await startOtlpSink()
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', sink.url)
    vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', `${other.url}/my/logs`)
    vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', `${other.url}/my/metrics`)
    vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'delta')
    const { endpoint: _, ...rest } = { endpoint: undefined, live: false }
    const api = await scriptedApi({ json: completion({ content: 'Four.' }, USAGE) })
    tracing = startTracing(rest)
    const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL }))
    await client.chat.completions.create({ model: 'm', messages: [] })
    recordEvaluation({ name: 'correct', score: 1 })
    await tracing.flush()
    expect(sink.paths).toEqual(['POST /v1/traces'])
    expect(other.paths.toSorted()).toEqual(['POST /my/logs', 'POST /my/metrics'])
    expect(JSON.stringify(other.metrics)).toContain('"aggregationTemporality":"1"')
    await other.close()
  })

  it('is told once that content on events goes nowhere', async () => {
    const said: string[] = []
    const warn = (...words: unknown[]): unknown => said.push(words.map(String).join(' '))
    diag.setLogger({ warn, error: warn, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)
    vi.stubEnv('OTEL_LOGS_EXPORTER', 'none')
    await ask({ captureContent: 'event' })
    expect(said.filter((words) => words.includes('no destination takes events'))).toHaveLength(1)
  })
})

it("an application's own logger and meter providers stay in charge", async () => {
  const records = new InMemoryLogRecordExporter()
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] }),
  )
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 100_000 })
  const provider = new MeterProvider({ readers: [reader] })
  metrics.setGlobalMeterProvider(provider)
  await ask({ captureContent: 'event' })
  await reader.forceFlush()
  expect(records.getFinishedLogRecords().map(({ eventName }) => eventName)).toContain('gen_ai.evaluation.result')
  expect(exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics.map(({ descriptor }) => descriptor.name)).toContain(
    'gen_ai.client.token.usage',
  )
  expect(sink.paths).toEqual(['POST /v1/traces'])
  await provider.shutdown()
})
