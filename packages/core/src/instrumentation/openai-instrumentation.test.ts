import { diag, DiagLogLevel } from '@opentelemetry/api'
import { registerInstrumentations, type Instrumentation } from '@opentelemetry/instrumentation'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, expect, it, vi } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { withSpan } from '../index.ts'
import { settings } from '../settings.ts'
import { OpenAIInstrumentation, instrumentOpenAI, uninstrumentOpenAI } from './index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
let instrumentation: OpenAIInstrumentation | undefined

afterEach(() => {
  instrumentation?.disable()
  settings.given.tracer = undefined
  settings.given.meter = undefined
  settings.given.logger = undefined
  diag.disable()
})

async function call(): Promise<void> {
  const { baseURL } = await scriptedApi({ json: completion() })
  await new OpenAI({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }).chat.completions.create(chat)
}

/** A provider of the application, which it registers nowhere. */
function memoryProvider(): { memory: InMemorySpanExporter; tracerProvider: BasicTracerProvider } {
  const memory = new InMemorySpanExporter()
  return { memory, tracerProvider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] }) }
}

it("registerInstrumentations of OpenTelemetry's package takes it, and its spans go to the provider that was set", async () => {
  const recording = record()
  const { memory, tracerProvider } = memoryProvider()
  instrumentation = new OpenAIInstrumentation({ targets: [OpenAI] })
  // Held to the interface by the type checker.
  const instrumentations: Instrumentation[] = [instrumentation]
  const unregister = registerInstrumentations({ instrumentations, tracerProvider })
  await withSpan('own', call)
  await expect.poll(() => memory.getFinishedSpans().map(({ name }) => name)).toEqual(['chat m', 'own'])
  expect(recording.spans()).toEqual([])
  unregister()
  await call()
  expect(memory.getFinishedSpans()).toHaveLength(2)
})

it('follows the registered providers where no other was set', async () => {
  const recording = record()
  instrumentation = new OpenAIInstrumentation({ targets: [OpenAI] })
  registerInstrumentations({ instrumentations: [instrumentation] })
  await call()
  await recording.span()
})

it('measures and reports events by the providers that were set', async () => {
  const { memory, tracerProvider } = memoryProvider()
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 60_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const events = new InMemoryLogRecordExporter()
  const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: events })] })
  instrumentation = new OpenAIInstrumentation({ targets: [OpenAI], captureContent: 'event' })
  registerInstrumentations({ instrumentations: [instrumentation], tracerProvider, meterProvider, loggerProvider })
  await call()
  await expect.poll(() => memory.getFinishedSpans().length).toBe(1)
  await meterProvider.forceFlush()
  const names = measured
    .getMetrics()
    .flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name)),
    )
  expect(names).toContain('gen_ai.client.operation.duration')
  await expect
    .poll(() => events.getFinishedLogRecords().map(({ eventName }) => eventName))
    .toEqual(['gen_ai.client.inference.operation.details'])
  await meterProvider.shutdown()
})

it("takes the official instrumentation's name for the capture of content, and new options later", async () => {
  const { memory, tracerProvider } = memoryProvider()
  instrumentation = new OpenAIInstrumentation({ targets: [OpenAI], captureMessageContent: true })
  instrumentation.setTracerProvider(tracerProvider)
  await call()
  instrumentation.setConfig({ captureMessageContent: false })
  await call()
  await expect.poll(() => memory.getFinishedSpans().length).toBe(2)
  const inputs = memory.getFinishedSpans().map(({ attributes }) => attributes['gen_ai.input.messages'])
  expect(inputs).toEqual([expect.stringContaining('Say hello.'), undefined])
})

it('traces nothing before it is enabled, and leaves what the application has instrumented itself', async () => {
  const recording = record()
  instrumentation = new OpenAIInstrumentation({ enabled: false, targets: [OpenAI] })
  expect(instrumentation.getConfig().enabled).toBe(false)
  await call()
  expect(recording.spans()).toEqual([])
  instrumentOpenAI(OpenAI)
  instrumentation.enable()
  instrumentation.disable()
  await call()
  await recording.span()
  uninstrumentOpenAI(OpenAI)
})

it('refuses options that are wrong', () => {
  expect(() => new OpenAIInstrumentation({ captureContent: 'all' as never })).toThrow("give true, false, 'none'")
  expect(() => new OpenAIInstrumentation({ captureMessageContent: 'all' as never })).toThrow(TypeError)
})

it('says in a page that it needs the class', () => {
  const warn = vi.fn()
  const silent = { debug() {}, info() {}, verbose() {}, error() {} }
  diag.setLogger({ ...silent, warn }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  instrumentation = new OpenAIInstrumentation()
  const isPage = 'document' in globalThis
  expect(warn.mock.calls.flat().join('').includes('targets: [OpenAI]')).toBe(isPage)
})
