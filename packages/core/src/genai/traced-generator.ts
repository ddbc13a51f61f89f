import { context } from '@opentelemetry/api'
import { reportFault } from '../faults.ts'
import { OwnSpan, type WithSpanOptions } from './run-in-span.ts'
import { isThenable } from '../patch/is-thenable.ts'
import { forgotten, observeThenable } from '../patch/thenable.ts'

type AnyGenerator = Generator | AsyncGenerator
type Resume = (value?: unknown) => IteratorResult<unknown> | PromiseLike<IteratorResult<unknown>>

const RESUMPTIONS = ['next', 'return', 'throw'] as const

/** Checks members, not the class: compilers make generators of their own for older targets. */
export function isGenerator(value: unknown): value is AnyGenerator {
  return (
    value !== null &&
    typeof value === 'object' &&
    (Symbol.asyncIterator in value || Symbol.iterator in value) &&
    RESUMPTIONS.every((method) => typeof (value as Partial<AnyGenerator>)[method] === 'function')
  )
}

/** Wraps a generator function. Its span starts with the first `next`, since nothing runs before. */
export function tracedGenerator(
  name: string,
  fn: (...args: unknown[]) => AnyGenerator,
  options: WithSpanOptions | undefined,
): (...args: unknown[]) => AnyGenerator {
  return function (this: unknown, ...args) {
    const parent = options?.parent ?? context.active()
    return observeGenerator(fn.apply(this, args), () => new OwnSpan(name, { ...options, parent }))
  }
}

/** Generators that have a span: one may be handed out again, and is not to be traced once more. */
const traced = new WeakSet()

/**
 * Each resumption of the generator runs in the span, which lasts until the generator is exhausted, closed or has thrown, or is
 * forgotten in its middle.
 */
export function observeGenerator<T extends AnyGenerator>(generator: T, start: () => OwnSpan, running?: OwnSpan): T {
  if (traced.has(generator)) {
    running?.end()
    return generator
  }
  traced.add(generator)
  let own = running
  if (own) forgotten.register(generator, own.end)
  const settle = (result: unknown): void => {
    if ((result as IteratorResult<unknown> | undefined)?.done) own?.end()
  }
  for (const method of RESUMPTIONS) {
    const resume = (generator[method] as Resume).bind(generator)
    const observed: Resume = (...values) => {
      if (method === 'next' && !own) forgotten.register(generator, (own = start()).end)
      if (!own || own.ended) return resume(...values)
      const result = own.run(() => resume(...values))
      if (isThenable(result)) return observeThenable(result, settle, own.fail) as PromiseLike<IteratorResult<unknown>>
      settle(result)
      return result
    }
    try {
      Object.defineProperty(generator, method, { value: observed, configurable: true, writable: true })
    } catch (error) {
      reportFault('generator', error)
      own?.end()
    }
  }
  return generator
}
