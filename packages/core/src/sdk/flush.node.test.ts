import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'
import { startTracing, withSpan, type Tracing } from '../index.ts'

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

/** The collector's answers, held back. */
function holdAnswers(): () => void {
  let release = (): void => {}
  sink.answer = new Promise<void>((resolve) => (release = resolve))
  return release
}

/** How many answers the collector had given when `promise` was resolved. */
async function answeredBefore(promise: Promise<void>): Promise<number> {
  await promise
  return sink.answered
}

describe('flush and shutdown', () => {
  it('wait for a batch that is on its way already', async () => {
    for (const stop of ['flush', 'shutdown'] as const) {
      const release = holdAnswers()
      const { answered, paths } = sink
      const before = paths.length
      tracing = startTracing({ endpoint: sink.url, live: false })
      withSpan('work', () => {})
      await expect.poll(() => paths.length).toBe(before + 1)
      const done = answeredBefore(tracing[stop]())
      await new Promise((resolve) => setTimeout(resolve, 20))
      release()
      expect(await done, stop).toBe(answered + 1)
      await tracing.shutdown()
    }
  })

  it('are done for whoever calls second when they are for the first', async () => {
    const release = holdAnswers()
    tracing = startTracing({ endpoint: sink.url, live: false })
    withSpan('work', () => {})
    void tracing.shutdown()
    const second = answeredBefore(tracing.shutdown())
    await new Promise((resolve) => setTimeout(resolve, 20))
    release()
    expect(await second).toBe(1)
  })

  it('wait for an exporter that was given', async () => {
    const flushed = vi.fn(async () => {})
    const exporter = Object.assign(new InMemorySpanExporter(), { forceFlush: flushed })
    tracing = startTracing({ destination: 'none', exporters: [exporter] })
    withSpan('work', () => {})
    await tracing.flush()
    expect(exporter.getFinishedSpans()).toHaveLength(1)
    expect(flushed).toHaveBeenCalled()
  })
})

describe('a batch', () => {
  it('that is too large for a collector is sent in parts', async () => {
    sink.maxBytes = 20 * 1024 * 1024
    tracing = startTracing({ endpoint: sink.url, live: false })
    const content = 'x'.repeat(250_000)
    for (let index = 0; index < 100; index++) withSpan('chat', (span) => span.setAttribute('content', content))
    await tracing.flush()
    expect(sink.names()).toHaveLength(100)
  })

  it('that cannot be sent is told of, whatever the exporter does', async () => {
    const error = vi.fn()
    diag.setLogger({ warn: () => {}, error, info: () => {}, debug: () => {}, verbose: () => {} }, DiagLogLevel.ERROR)
    const faulty = vi.fn().mockRejectedValue(new Error('a fault of the exporter'))
    tracing = startTracing({ destination: 'none', exporters: [{ export: faulty, shutdown: async () => {} }] })
    withSpan('work', () => {})
    await tracing.flush()
    expect(error.mock.calls.flat().map(String).join(' ')).toContain('a fault of the exporter')
  })

  it('are not waited for without end, where the exporter does not come to one', async () => {
    const never = (): Promise<void> => new Promise(() => {})
    const exporter: SpanExporter = { export: (_, done) => done({ code: 0 }), forceFlush: never, shutdown: never }
    tracing = startTracing({ destination: 'none', exporters: [exporter] })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    for (const stop of ['flush', 'shutdown'] as const) {
      const stopped = vi.fn()
      void tracing[stop]().then(stopped)
      await vi.advanceTimersByTimeAsync(130_000)
      expect(stopped).toHaveBeenCalled()
    }
    vi.useRealTimers()
  })

  it('that cannot be sent is told of once for each cause, and how much was lost when spans are sent again', async () => {
    const said: string[] = []
    const say = (...words: unknown[]): void => void said.push(words.map(String).join(' '))
    diag.setLogger({ warn: say, error: say, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)
    sink.statuses = [401, 401, 401, 413, 401, 200, 401]
    tracing = startTracing({ endpoint: sink.url, live: false })
    for (let batch = 0; batch < 7; batch++) {
      withSpan('work', () => {})
      await tracing.flush()
    }
    expect(said).toEqual([
      expect.stringContaining('Unauthorized'),
      expect.stringContaining('Payload Too Large'),
      'spanlit: spans are sent again; 5 were lost',
      expect.stringContaining('Unauthorized'),
    ])
  })
})

describe('the context', () => {
  it('is kept when an SDK of the application has left and taken its own with it', async () => {
    const other = new NodeTracerProvider()
    context.disable()
    propagation.disable()
    other.register()
    tracing = startTracing({ endpoint: sink.url, live: false })
    await tracing.shutdown()
    trace.disable()
    context.disable()
    propagation.disable()
    const exporter = new InMemorySpanExporter()
    tracing = startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })
    const headers: Record<string, string> = {}
    await withSpan('outer', async () => {
      await Promise.resolve()
      withSpan('inner', () => propagation.inject(context.active(), headers))
    })
    const [inner, outer] = exporter.getFinishedSpans()
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
    expect(headers['traceparent']).toContain(inner?.spanContext().spanId)
  })
})
