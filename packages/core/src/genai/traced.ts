import { guarded } from '../faults.ts'
import { OwnSpan, type WithSpanOptions } from './run-in-span.ts'
import { isGenerator, observeGenerator, tracedGenerator } from './traced-generator.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any function: parameters are contravariant, so unknown[] would refuse all
type AnyFunction = (...args: any[]) => unknown

/** A method decorator: a standard (TC39) one, and one for TypeScript's `experimentalDecorators`. */
export interface TracedDecorator {
  <This, Fn extends AnyFunction>(method: Fn, context: ClassMethodDecoratorContext<This, Fn>): Fn
  (prototype: object, name: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor
}

/**
 * Wraps a function so that each of its calls is a span: the same signature and `this`; sync, async, or an (async) generator,
 * whose span lasts until it is exhausted or closed.
 */
export function traced<Fn extends AnyFunction>(name: string, fn: Fn, options?: WithSpanOptions): Fn
/** The same as a method decorator: `@traced()` or `@traced('assess_claims')`; the method's name by default. */
export function traced(name?: string, options?: WithSpanOptions): TracedDecorator
export function traced(
  name?: string,
  fnOrOptions?: AnyFunction | WithSpanOptions,
  options?: WithSpanOptions,
): AnyFunction | TracedDecorator {
  if (name !== undefined && typeof name !== 'string') {
    throw new TypeError(
      `traced takes the span's name first, as in traced('assess_claims', assessClaims); it was given a ${typeof name}.`,
    )
  }
  if (typeof fnOrOptions === 'function') return wrap(name || fnOrOptions.name || 'anonymous', fnOrOptions, options)
  return ((decorated: unknown, about: unknown, descriptor?: PropertyDescriptor) =>
    isPropertyKey(about)
      ? decorateProperty(name, about, descriptor, fnOrOptions)
      : decorateMethod(name, decorated, about as Partial<DecoratorContext> | undefined, fnOrOptions)) as TracedDecorator
}

function isPropertyKey(about: unknown): about is string | symbol {
  return typeof about === 'string' || typeof about === 'symbol'
}

/** A standard decorator gets the method itself. */
function decorateMethod(
  name: string | undefined,
  method: unknown,
  about: Partial<DecoratorContext> | undefined,
  options: WithSpanOptions | undefined,
): AnyFunction {
  if (typeof method !== 'function' || about?.kind !== 'method') throw notAMethod()
  return wrap(name ?? String(about.name), method as AnyFunction, options)
}

/** A decorator of `experimentalDecorators` gets the property that holds the method. */
function decorateProperty(
  name: string | undefined,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
  options: WithSpanOptions | undefined,
): PropertyDescriptor {
  const method: unknown = descriptor?.value
  if (typeof method !== 'function') throw notAMethod()
  return { ...descriptor, value: wrap(name ?? String(key), method as AnyFunction, options) }
}

function notAMethod(): TypeError {
  return new TypeError('@traced() decorates methods, not classes, fields or accessors.')
}

function wrap(name: string, fn: AnyFunction, options: WithSpanOptions | undefined): AnyFunction {
  const kind = Object.prototype.toString.call(fn)
  const wrapper: AnyFunction =
    kind === '[object AsyncGeneratorFunction]' || kind === '[object GeneratorFunction]'
      ? tracedGenerator(name, fn as (...args: unknown[]) => Generator | AsyncGenerator, options)
      : function (this: unknown, ...args: unknown[]) {
          const own = new OwnSpan(name, options)
          const result = own.run(() => fn.apply(this, args))
          return guarded('result', () => isGenerator(result))
            ? observeGenerator(result as AsyncGenerator, () => own, own)
            : own.follow(result)
        }
  // Name, length and what else was put on it; it is of the same kind.
  const { prototype: _, ...own } = Object.getOwnPropertyDescriptors<AnyFunction & PropertyDescriptorMap>(fn as never)
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn) as object)
  return Object.defineProperties(wrapper, own)
}
