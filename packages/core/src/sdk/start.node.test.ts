import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  NoopSpanProcessor,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'
import { continueTrace, startTracing, withSpan, withTool, type Tracing } from '../index.ts'
import { settings } from '../settings.ts'

let sink: OtlpSink
let tracing: Tracing | undefined

beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(async () => {
  await tracing?.shutdown()
  await sink.close()
  diag.disable()
})

describe('startTracing in Node', () => {
  it('sends to the collector, with the headers that a function gives', async () => {
    const headers = vi.fn(async () => ({ authorization: 'Bearer 1' }))
    tracing = startTracing({ endpoint: sink.url, headers, serviceName: 'svc', serviceVersion: '1', live: false })
    expect(tracing.destination).toBe('collector')
    withSpan('work', () => {})
    await tracing.flush()
    expect(sink.names()).toEqual(['work'])
    expect(headers).toHaveBeenCalled()
    expect(JSON.stringify(sink.batches)).toContain('"service.name","value":{"stringValue":"svc"}')
  })

  it('returns the tracing that runs where it is started twice, and says so', async () => {
    const warn = vi.fn()
    diag.setLogger({ warn, error: warn, info: warn, debug: () => {}, verbose: () => {} }, DiagLogLevel.WARN)
    tracing = startTracing({ endpoint: sink.url, live: false })
    expect(startTracing()).toBe(tracing)
    expect(String(warn.mock.calls)).toContain('started already')
  })

  it('can be started again when it was shut down', async () => {
    tracing = startTracing({ endpoint: sink.url, live: false })
    withSpan('first', () => {})
    await tracing.shutdown()
    tracing = startTracing({ endpoint: sink.url, live: false })
    withSpan('second', () => {})
    await tracing.flush()
    expect(sink.names()).toEqual(['first', 'second'])
  })

  it('sends the spans of an SDK that the application has registered before to both, and leaves that SDK as it was', async () => {
    const complaint = vi.fn()
    const logger = { warn: complaint, error: complaint, info() {}, debug() {}, verbose() {} }
    const memory = new InMemorySpanExporter()
    const processor = new SimpleSpanProcessor(memory)
    const names = (): string[] => memory.getFinishedSpans().map(({ name }) => name)
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }))
    diag.setLogger(logger, DiagLogLevel.WARN)
    try {
      tracing = startTracing({ endpoint: sink.url, live: false, serviceName: 'mine' })
      expect(tracing.destination).toBe('collector')
      withSpan('during', () => {})
      await tracing.shutdown()
      withSpan('after', () => {})
      expect(names()).toEqual(['during', 'after'])
      expect(sink.names()).toEqual(['during'])
      expect(JSON.stringify(sink.batches)).toContain('"service.name","value":{"stringValue":"mine"}')
      expect(complaint).not.toHaveBeenCalled()
    } finally {
      trace.disable()
    }
  })

  it('says once where another tracer sends the spans, and does not claim a destination', async () => {
    const said = vi.fn()
    diag.setLogger({ error: said, warn() {}, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR)
    // As Sentry's: no list of span processors.
    const own = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 })
    const tracer = { startSpan: () => own, startActiveSpan: (_: string, run: (span: typeof own) => void) => run(own) }
    trace.setGlobalTracerProvider({ getTracer: () => tracer as never })
    try {
      tracing = startTracing({ endpoint: sink.url, live: false })
      expect(tracing.destination).toBe('none')
      expect(said.mock.calls.map(String).join()).toContain('call startTracing before it')
    } finally {
      trace.disable()
    }
  })

  it('can be started again without a complaint of the API', async () => {
    const error = vi.fn()
    tracing = startTracing({ destination: 'none', live: false, spanProcessors: [new NoopSpanProcessor()] })
    await tracing.shutdown()
    diag.setLogger({ warn: error, error, info: () => {}, debug: () => {}, verbose: () => {} }, DiagLogLevel.WARN)
    tracing = startTracing({ destination: 'none', live: false, spanProcessors: [new NoopSpanProcessor()] })
    expect(error).not.toHaveBeenCalled()
  })

  it('keeps to what it was told of content where the spans are those of an SDK of the application', async () => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'true')
    const exporter = new InMemorySpanExporter()
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
    const argumentsOfTool = (): unknown => {
      withTool({ name: 't', arguments: 'Ann' }, () => {})
      return exporter.getFinishedSpans().at(-1)?.attributes['gen_ai.tool.call.arguments']
    }
    try {
      tracing = startTracing({
        destination: 'none',
        captureContent: false,
        live: false,
        propagateTo: ['https://a.example'],
      })
      expect(argumentsOfTool()).toBeUndefined()
      expect(settings.propagateTo).toEqual(['https://a.example'])
      await tracing.shutdown()
      expect(settings.propagateTo).toEqual([])
      tracing = startTracing({ destination: 'none', captureContent: true, live: false, redact: () => 'X' })
      expect(argumentsOfTool()).toBe('X')
    } finally {
      trace.disable()
      vi.unstubAllEnvs()
    }
  })

  it('sends again what a collector could not take', async () => {
    sink.statuses.push(503, 503)
    tracing = startTracing({ endpoint: sink.url, live: false })
    withSpan('work', () => {})
    await tracing.flush()
    expect(sink.names()).toEqual(['work'])
  })

  it('keeps the application going where no collector answers', async () => {
    const error = vi.fn()
    diag.setLogger({ warn: () => {}, error, info: () => {}, debug: () => {}, verbose: () => {} }, DiagLogLevel.ERROR)
    tracing = startTracing({ endpoint: 'http://127.0.0.1:1', live: false })
    expect(withSpan('work', () => 1)).toBe(1)
    await tracing.flush()
    expect(error).toHaveBeenCalled()
  }, 40_000)

  it('sends open spans to nothing but a receiver of its own', async () => {
    tracing = startTracing({ endpoint: sink.url, live: true })
    withSpan('work', () => {})
    await tracing.flush()
    expect(sink.paths).toContain('GET /')
    expect(sink.paths.filter((path) => path.includes('live'))).toEqual([])
    expect(sink.names()).toEqual(['work'])
  })

  it('may be started again before it has shut down', async () => {
    const complaint = vi.fn()
    diag.setLogger(
      { warn: complaint, error: complaint, info: () => {}, debug: () => {}, verbose: () => {} },
      DiagLogLevel.WARN,
    )
    const first = startTracing({ endpoint: sink.url, live: false })
    withSpan('before', () => {})
    const stopped = first.shutdown()
    tracing = startTracing({
      endpoint: sink.url,
      live: false,
      captureContent: false,
      propagateTo: ['https://a.example'],
    })
    await stopped
    withSpan('after', () => {})
    await tracing.flush()
    expect(sink.names()).toEqual(['before', 'after'])
    expect(settings.content?.capture).toBe('none')
    expect(settings.propagateTo).toEqual(['https://a.example'])
    expect(complaint).not.toHaveBeenCalled()
  })

  it('reports a span to every exporter and processor that was given', async () => {
    const onEnd = vi.fn()
    const processor = { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }
    tracing = startTracing({ destination: 'none', spanProcessors: [processor] })
    trace.getTracer('mine').startSpan('own').end()
    expect(onEnd).toHaveBeenCalledOnce()
  })

  it('records nothing where the environment switches the SDK off, whatever the options say; traces go on through it', async () => {
    vi.stubEnv('OTEL_SDK_DISABLED', 'true')
    try {
      const onEnd = vi.fn()
      const exporter = new InMemorySpanExporter()
      const processor = { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }
      tracing = startTracing({ endpoint: sink.url, live: true, exporters: [exporter], spanProcessors: [processor] })
      expect(tracing.destination).toBe('none')
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
      const headers: Record<string, string> = {}
      await continueTrace({ traceparent }, async () => {
        await Promise.resolve()
        withSpan('work', () => propagation.inject(context.active(), headers))
      })
      await tracing.flush()
      expect(headers['traceparent']).toBe(traceparent)
      expect(onEnd).not.toHaveBeenCalled()
      expect(exporter.getFinishedSpans()).toEqual([])
      expect(sink.paths).toEqual([])
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
