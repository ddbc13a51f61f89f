import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterEach, expect } from 'vitest'
import { loadRecorder } from '../src/genai/load-recorder.ts'
import { startTracing, type Tracing, type TracingOptions } from '../src/index.ts'
import { expectConventions } from './conventions.ts'

// What comes before the recorder is loaded has tests of its own: recorder.browser.test.ts.
await loadRecorder()

/** The spans of one test. */
export interface Recording {
  tracing: Tracing
  /** Spans that have ended, in the order of their ends. */
  spans(): ReadableSpan[]
  /** The one span that has ended; waits a little for it. */
  span(): Promise<ReadableSpan>
  named(name: string): ReadableSpan[]
}

const running = new Set<Tracing>()

afterEach(async () => {
  for (const tracing of running) await tracing.shutdown()
  running.clear()
})

/** Starts tracing into memory; it is stopped, and all that it recorded held to the conventions, when the test ends. */
export function record(options: TracingOptions = {}): Recording {
  const exporter = new InMemorySpanExporter()
  // A browser's fetch instrumentation traces the test's own requests as well.
  const spans = (): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => span.instrumentationScope.name === '@spanlit/core')
  // Shutting down empties an in-memory exporter, so what it holds is checked as it comes.
  const checked = {
    export: (batch: ReadableSpan[], done: Parameters<InMemorySpanExporter['export']>[1]) => {
      for (const span of batch) expectConventions(span)
      exporter.export(batch, done)
    },
    shutdown: () => exporter.shutdown(),
  }
  const tracing = startTracing({
    destination: 'none',
    captureContent: true,
    ...options,
    spanProcessors: [new SimpleSpanProcessor(checked), ...(options.spanProcessors ?? [])],
  })
  running.add(tracing)
  return {
    tracing,
    spans,
    named: (name) => spans().filter((span) => span.name === name),
    async span() {
      await expect.poll(() => spans().length, { timeout: 3000 }).toBeGreaterThan(0)
      const [only, ...others] = spans()
      expect(others.map((span) => span.name)).toEqual([])
      return only as ReadableSpan
    },
  }
}

/** An attribute that holds JSON. Messages of an answer come without their finish reasons, which `expectConventions` looks at. */
export function json(span: ReadableSpan, attribute: string): unknown {
  const value = span.attributes[attribute]
  expect(typeof value, attribute).toBe('string')
  const parsed = JSON.parse(String(value)) as unknown
  if (attribute !== 'gen_ai.output.messages' || !Array.isArray(parsed)) return parsed
  return parsed.map((message: object) => ({ ...message, finish_reason: undefined }))
}
