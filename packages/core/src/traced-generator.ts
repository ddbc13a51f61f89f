import { context, trace } from '@opentelemetry/api'
import { recordFailure, type SpanOptions } from './run-in-span.ts'
import { SCOPE_NAME, SCOPE_VERSION } from './version.ts'

type AnyGenerator = Generator | AsyncGenerator
type Resume = (value?: unknown) => IteratorResult<unknown> | Promise<IteratorResult<unknown>>

/**
 * Wraps a generator function. Its span starts with the first `next`, since nothing runs before, and lasts until the generator is
 * exhausted, closed or has thrown. Each resumption runs in the span's context.
 */
export function tracedGenerator(
  name: string,
  fn: (...args: unknown[]) => AnyGenerator,
  options: SpanOptions | undefined,
): (...args: unknown[]) => AnyGenerator {
  return function (this: unknown, ...args) {
    const generator = fn.apply(this, args)
    const parent = options?.parent ?? context.active()
    let span: ReturnType<ReturnType<typeof trace.getTracer>['startSpan']> | undefined
    let ended = false
    const end = (): void => {
      if (span && !ended) span.end()
      ended = true
    }
    const fail = (error: unknown): void => {
      if (span && !ended) recordFailure(span, error)
      end()
    }
    const settle = (result: IteratorResult<unknown>): void => {
      if (result.done) end()
    }
    for (const method of ['next', 'return', 'throw'] as const) {
      const resume = (generator[method] as Resume).bind(generator)
      const observed: Resume = (...values) => {
        if (method === 'next') span ??= trace.getTracer(SCOPE_NAME, SCOPE_VERSION).startSpan(name, options, parent)
        if (!span || ended) return resume(...values)
        let result: ReturnType<Resume>
        try {
          result = context.with(trace.setSpan(parent, span), resume, undefined, ...values)
        } catch (error) {
          fail(error)
          throw error
        }
        if (result instanceof Promise) result.then(settle, fail)
        else settle(result)
        return result
      }
      Object.defineProperty(generator, method, { value: observed, configurable: true, writable: true })
    }
    return generator
  }
}
