import { context, trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { record } from '../../test/recording.ts'
import { traced } from '../index.ts'

const activeId = (): string | undefined => trace.getSpan(context.active())?.spanContext().spanId

/** What compilers make of `async function*` where the language they write has none. */
function compiled(): AsyncGenerator<string | undefined, void> {
  const inner = (function* () {
    yield activeId()
    yield activeId()
  })()
  const step =
    (method: 'next' | 'return' | 'throw') =>
    (value?: unknown): Promise<IteratorResult<string | undefined, void>> =>
      new Promise((resolve) => resolve(inner[method](value)))
  const generator = { next: step('next'), return: step('return'), throw: step('throw') }
  return Object.assign(generator, { [Symbol.asyncIterator]: () => generator }) as never
}

it('a generator that a compiler has made keeps its span while it runs, with the context inside', async () => {
  const recording = record()
  const seen: (string | undefined)[] = []
  for await (const id of traced('compiled', compiled)()) {
    expect(recording.spans()).toHaveLength(0)
    seen.push(id)
  }
  const [span] = recording.spans()
  expect(seen).toEqual([span?.spanContext().spanId, span?.spanContext().spanId])
})

it('a generator that a compiler has made ends its span where it is closed early or fails', async () => {
  const recording = record()
  for await (const _ of traced('closed', compiled)()) break
  const generator = traced('failed', compiled)()
  await generator.next()
  await expect(generator.throw(new Error('wrong'))).rejects.toThrow('wrong')
  expect(recording.named('closed')).toHaveLength(1)
  expect(recording.named('failed')[0]?.status).toEqual({ code: 2, message: 'wrong' })
})

it('a frozen generator runs as it is', () => {
  const recording = record()
  const numbers = function* (): Generator<number> {
    yield 1
  }
  expect([...traced('frozen', () => Object.freeze(numbers()))()]).toEqual([1])
  expect(recording.spans()).toHaveLength(1)
})

it('results that only look a little like generators are left alone', () => {
  const recording = record()
  const entries = new Map([['a', 1]]).entries()
  expect(traced('entries', () => entries)()).toBe(entries)
  expect(recording.spans()).toHaveLength(1)
})

it('several calls of next at a time give what they give without tracing', async () => {
  const recording = record()
  const generator = traced('numbers', async function* () {
    yield 1
    yield 2
    return 3
  })()
  const results = await Promise.all([generator.next(), generator.next(), generator.next(), generator.next()])
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, undefined])
  expect(recording.spans()).toHaveLength(1)
})

it('gives a generator that is handed out again no further span', () => {
  const recording = record()
  function* numbers(): Generator<number> {
    while (true) yield 1
  }
  const shared = numbers()
  const get = traced('get', () => shared)
  for (let call = 0; call < 20_000; call++) get()
  expect(shared.next().value).toBe(1)
  shared.return(undefined)
  expect(recording.named('get')).toHaveLength(20_000)
})
