import { ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api'
import { slot } from './slot.ts'

/**
 * Keeps the active context where transformed code finds it (see `async-context.ts`). By itself it follows synchronous calls only, as
 * OpenTelemetry's StackContextManager does.
 */
export class SlotContextManager implements ContextManager {
  #isEnabled = false

  active(): Context {
    return (slot.current as Context | undefined) ?? ROOT_CONTEXT
  }

  with<Args extends unknown[], Fn extends (...args: Args) => ReturnType<Fn>>(
    context: Context | null,
    fn: Fn,
    thisArg?: ThisParameterType<Fn>,
    ...args: Args
  ): ReturnType<Fn> {
    const around = slot.current
    slot.current = context ?? undefined
    try {
      return fn.call(thisArg as never, ...args)
    } finally {
      slot.current = around
    }
  }

  bind<Target>(context: Context | undefined, target: Target): Target {
    if (typeof target !== 'function') return target
    const bound = context ?? this.active()
    const run = <Result>(fn: () => Result): Result => this.with(bound, fn)
    const inContext = function (this: unknown, ...args: unknown[]): unknown {
      return run(() => Reflect.apply(target, this, args) as unknown)
    }
    return Object.defineProperty(inContext, 'length', { configurable: true, value: target.length }) as Target
  }

  enable(): this {
    if (!this.#isEnabled) slot.current = undefined
    this.#isEnabled = true
    return this
  }

  disable(): this {
    slot.current = undefined
    this.#isEnabled = false
    return this
  }
}
