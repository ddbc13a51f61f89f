import { diag } from '@opentelemetry/api'

export type Method = (this: object, ...args: unknown[]) => unknown

/** What stands behind a wrapped method. */
export interface Wrapping {
  /** What the wrapper calls. */
  original(): Method
  /** Who has asked for the wrapper; without any it only passes calls on, where it can't be taken off. */
  readonly owners: Set<object>
  restore(): void
  /** The method that stands in the place of the original. */
  wrapper: Method | undefined
}

/** On a wrapper. Shared by every copy of Spanlit, so that none wraps another's wrapper. */
const WRAPPING: unique symbol = Symbol.for('spanlit.wrapping') as never

type Wrapped = Method & { [WRAPPING]?: Wrapping }

export function wrappingOf(method: unknown): Wrapping | undefined {
  const wrapping = typeof method === 'function' ? (method as Wrapped)[WRAPPING] : undefined
  // Another tool may have copied all that a wrapper has.
  return wrapping?.wrapper === method ? wrapping : undefined
}

/** Mocks of test libraries are asked what they were called with, so they must get the application's arguments and nothing else. */
export function isMock(method: Method): boolean {
  const { mock, _isMockFunction, isSinonProxy, and, calls } = method as unknown as Record<string, unknown>
  // Of Vitest, Node and Jest; of Sinon; of Jasmine.
  return [mock, _isMockFunction, isSinonProxy, and && calls].some((sign) => sign !== undefined)
}

/**
 * Replaces the method `name` of `holder` by what `make` returns, for `owner`; a second owner shares the wrapper.
 *
 * @returns what takes the owner off again: with the last one the method is again what it was
 */
export function wrapMethod(
  holder: object,
  name: string,
  owner: object,
  make: (wrapping: Wrapping) => Method,
): (() => void) | undefined {
  // Not by its name, where it can be helped: a proxy of another tool gives another function each time.
  const own = Object.getOwnPropertyDescriptor(holder, name)
  const first = (own?.value ?? (holder as Record<string, unknown>)[name]) as Method
  if (typeof first !== 'function') return undefined
  const known = own && wrappingOf(first)
  if (known) {
    known.owners.add(owner)
    return () => release(known, owner)
  }
  const wrapping: Wrapping = {
    owners: new Set([owner]),
    original() {
      if (own) return first
      // What is inherited is looked up at each call: tests and other tools patch the class after its clients were made.
      const inherited = (Object.getPrototypeOf(holder) as Record<string, Method>)[name] ?? first
      return wrappingOf(inherited)?.original() ?? inherited
    },
    restore() {
      if (Object.getOwnPropertyDescriptor(holder, name)?.value !== wrapping.wrapper) return
      if (own) Object.defineProperty(holder, name, own)
      else delete (holder as Record<string, unknown>)[name]
    },
    wrapper: undefined,
  }
  const made = make(wrapping)
  const wrapper = isMock(first) ? behind(first, made, wrapping) : made
  wrapping.wrapper = wrapper
  if (wrapper === made) {
    Object.defineProperties(made, {
      name: { value: first.name, configurable: true },
      length: { value: first.length, configurable: true },
      [WRAPPING]: { value: wrapping },
    })
  }
  try {
    Object.defineProperty(holder, name, {
      value: wrapper,
      writable: true,
      configurable: true,
      enumerable: own?.enumerable ?? false,
    })
  } catch (error) {
    diag.error(
      `spanlit: ${name} of the client can't be replaced (is the client frozen?); its calls are not traced`,
      error,
    )
    return undefined
  }
  return () => release(wrapping, owner)
}

/** The mock itself in all but its calls: tests go on to set it up, and ask it what it has seen. */
function behind(mock: Method, made: Method, wrapping: Wrapping): Method {
  return new Proxy(mock, {
    apply: (_, self, args) => made.apply(self as object, args as unknown[]),
    get: (target, key) => (key === WRAPPING ? wrapping : (Reflect.get(target, key) as unknown)),
  })
}

function release(wrapping: Wrapping, owner: object): void {
  wrapping.owners.delete(owner)
  if (wrapping.owners.size === 0) wrapping.restore()
}
