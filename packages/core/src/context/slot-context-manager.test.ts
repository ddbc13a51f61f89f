import { ROOT_CONTEXT, createContextKey, type Context, type ContextManager } from '@opentelemetry/api'
import { StackContextManager } from '@opentelemetry/sdk-trace-web'
import { afterEach, describe, expect, it } from 'vitest'
import { enter, leave, resume, suspend } from './async-context.ts'
import { SlotContextManager } from './slot-context-manager.ts'
import { slot } from './slot.ts'

const key = createContextKey('test')
const context = (name: string): Context => ROOT_CONTEXT.setValue(key, name)

afterEach(() => {
  slot.current = undefined
})

/** What a manager does, told in names of contexts. */
const uses: Record<string, (manager: ContextManager, name: () => string) => unknown> = {
  'runs a function in a context, and nests': (manager, name) => [
    name(),
    manager.with(context('a'), () => [name(), manager.with(context('b'), name), name()]),
    name(),
  ],
  'passes this, the arguments and the result': (manager) =>
    manager.with(
      context('a'),
      function (this: unknown, ...args: number[]) {
        return [this, args]
      },
      'this',
      1,
      2,
    ),
  'puts back what was active when the function throws': (manager, name) => {
    const seen: string[] = []
    try {
      manager.with(context('a'), () => {
        seen.push(name())
        throw new Error('no')
      })
    } catch (error) {
      seen.push(String(error), name())
    }
    return seen
  },
  'takes no context for the root': (manager, name) => manager.with(context('a'), () => manager.with(null!, name)),
  'binds a function to a context, or to the active one': (manager, name) => {
    const toA = manager.bind(context('a'), name)
    const toActive = manager.with(context('b'), () => manager.bind(undefined as never, name))
    return [toA(), toActive(), manager.with(context('c'), toA), name()]
  },
  'leaves this, the arguments and the length of a bound function': (manager) => {
    const bound = manager.bind(context('a'), function (this: unknown, first: number, second: number) {
      return [this, first, second]
    })
    return [Reflect.apply(bound, 'this', [1, 2]), bound.length, Object.getOwnPropertyDescriptor(bound, 'length')]
  },
  'leaves what is no function': (manager) => {
    const target = {}
    return manager.bind(context('a'), target) === target
  },
  'forgets the context when it is disabled': (manager, name) =>
    manager.with(context('a'), () => [manager.disable() === manager, name(), manager.enable() === manager, name()]),
  'keeps the context when it is enabled twice': (manager, name) =>
    manager.with(context('a'), () => [manager.enable() === manager, name()]),
  'loses the context after an await that nobody has transformed': async (manager, name) =>
    manager.with(context('a'), async () => {
      const before = name()
      await Promise.resolve()
      return [before, name()]
    }),
}

describe('where nothing is transformed, the same as the stack of OpenTelemetry', () => {
  it.each(Object.entries(uses))('%s', async (_, use) => {
    const outcome = async (manager: ContextManager): Promise<unknown> => {
      manager.enable()
      const result = await use(manager, () => (manager.active().getValue(key) as string | undefined) ?? 'root')
      return [result, manager.active() === ROOT_CONTEXT]
    }
    expect(await outcome(new SlotContextManager())).toEqual(await outcome(new StackContextManager()))
  })
})

it('keeps the context where transformed code finds it, also that of another copy of the package', async () => {
  const manager = new SlotContextManager().enable()
  // As the Vite plugin writes it.
  const transformed = async (): Promise<unknown[]> => {
    const frame = enter()
    try {
      const before = manager.active().getValue(key)
      resume(frame, await suspend(frame, Promise.resolve()))
      return [before, manager.active().getValue(key), new SlotContextManager().active().getValue(key)]
    } finally {
      leave(frame)
    }
  }
  const running = [manager.with(context('a'), transformed), manager.with(context('b'), transformed), transformed()]
  expect(manager.active()).toBe(ROOT_CONTEXT)
  expect(await Promise.all(running)).toEqual([
    ['a', 'a', 'a'],
    ['b', 'b', 'b'],
    [undefined, undefined, undefined],
  ])
  expect(manager.active()).toBe(ROOT_CONTEXT)
  const shared = (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.context')]
  expect(manager.with(context('a'), () => (shared as { current: Context }).current.getValue(key))).toBe('a')
})
