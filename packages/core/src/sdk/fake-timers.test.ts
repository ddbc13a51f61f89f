import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, expect, it, vi } from 'vitest'
import { startTracing, withSpan } from '../index.ts'

afterEach(() => {
  vi.useRealTimers()
})

it("the README's recipe for tests is done also under fake timers, and has its spans before", async () => {
  const memory = new InMemorySpanExporter()
  const tracing = startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(memory)] })
  vi.useFakeTimers()
  withSpan('work', () => {})
  await tracing.flush()
  expect(memory.getFinishedSpans().map((span) => span.name)).toEqual(['work'])
  await tracing.shutdown()
})
