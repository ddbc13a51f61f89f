import Bluebird from 'bluebird'
import type OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, traced, withAgent, withSpan } from '../index.ts'

const page = { json: { object: 'list', data: [{ id: 'a' }, { id: 'b' }], has_more: false } }
const failed = { status: 404, json: { error: { message: 'No such thing' } } }
const clients = versions.flatMap(([name, Client]) => [true, false].map((traceIt) => [name, traceIt, Client] as const))

type Listing = ReturnType<OpenAI['models']['list']>

const idsOf = ({ data }: { data: { id: string }[] }): string[] => data.map(({ id }) => id)
const uses: Record<string, (listing: Listing) => Promise<string[]>> = {
  await: async (listing) => idsOf(await listing),
  iterate: async (listing) => {
    const ids: string[] = []
    for await (const { id } of listing) ids.push(id)
    return ids
  },
  catch: async (listing) => listing.catch(() => ({ data: [] })).then(idsOf),
  finally: async (listing) => idsOf(await listing.finally(() => {})),
  withResponse: async (listing) => idsOf((await listing.withResponse()).data),
  asResponse: async (listing) => idsOf((await (await listing.asResponse()).json()) as typeof page.json),
}

describe.each(clients)('a span around a promise of %s, traced: %s', (_, traceIt, Client) => {
  async function connect(answer: object): Promise<{ client: OpenAI; requests: () => Promise<unknown[]> }> {
    const { baseURL, requests } = await scriptedApi(answer, answer)
    const client = new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
    return { client: traceIt ? instrumentOpenAI(client) : client, requests }
  }

  it.each(Object.entries(uses))('of a page ends: %s', async (_name, use) => {
    const recording = record()
    const { client, requests } = await connect(page)
    expect(await use(withAgent({ name: 'a' }, () => client.models.list()))).toEqual(['a', 'b'])
    await expect.poll(() => recording.named('invoke_agent a').length).toBe(1)
    expect(await requests()).toHaveLength(1)
  })

  it('of a page that cannot be had ends with the error', async () => {
    const recording = record()
    const { client } = await connect(failed)
    await expect(traced('pages', () => client.files.list())()).rejects.toThrow('No such thing')
    const find = (): unknown => withSpan('search', () => client.vectorStores.search('vs', { query: 'q' }))
    await expect(find()).rejects.toThrow('No such thing')
    const around = recording.spans().filter((span) => ['pages', 'search'].includes(span.name))
    expect(around.map((span) => span.status.code)).toEqual(around.map(() => 2))
    expect(around).toHaveLength(2)
  })

  it('that another promise is made of ends', async () => {
    const recording = record()
    const { client, requests } = await connect({ json: completion() })
    const promise = withSpan('unwrapped', () => client.chat.completions.create({ model: 'm', messages: [] }))
    const unwrap = promise as unknown as { _thenUnwrap<T>(fn: (value: { id: string }) => T): Promise<T> }
    expect(await unwrap._thenUnwrap(({ id }) => `${id}!`)).toBe('chatcmpl-1!')
    expect(recording.named('unwrapped')).toHaveLength(1)
    const second = withSpan('list', () => client.models.list()) as unknown as typeof unwrap
    await second._thenUnwrap(() => 1)
    expect(recording.named('list')).toHaveLength(1)
    expect(await requests()).toHaveLength(2)
  })
})

it('leaves a frozen thenable as it is', async () => {
  const recording = record()
  const frozen = Object.freeze({ then: (done: (value: number) => void) => done(1) })
  expect(withSpan('frozen', () => frozen)).toBe(frozen)
  expect(recording.spans()).toHaveLength(1)
})

it('keeps what a library has put on its promise, and its rejection unhandled where it was', async () => {
  const recording = record()
  const run = Object.assign(Promise.resolve('done'), { child: { pid: 7 }, [Symbol.for('id')]: 1 })
  const given = withSpan('run', () => run)
  expect(given.child).toBe(run.child)
  expect(given[Symbol.for('id') as never]).toBe(1)
  expect(await given).toBe('done')
  const broken = withSpan('broken', () => Object.assign(Promise.reject(new Error('No')), { cancel() {} }))
  await expect(broken).rejects.toThrow('No')
  expect(recording.spans().map((span) => [span.name, span.status.code])).toEqual([
    ['run', 0],
    ['broken', 2],
  ])
})

it('returns a promise of a subclass as it is: another would not be of the same making', async () => {
  const recording = record()
  class Cancellable extends Promise<string> {
    readonly cancel: () => void
    constructor(
      start: (resolve: (value: string) => void, reject: (error: Error) => void) => void,
      onCancel = (): void => {},
    ) {
      super(start)
      this.cancel = onCancel
    }
  }
  let cancelled = 0
  const made = new Cancellable(
    (resolve) => resolve('yes'),
    () => (cancelled += 1),
  )
  const given = withSpan('cancellable', () => made)
  expect(given).toBe(made)
  given.cancel()
  expect(cancelled).toBe(1)
  expect(await given).toBe('yes')
  expect(recording.spans()).toHaveLength(1)
})

describe("a promise of Bluebird's", () => {
  class NotFound extends Error {}
  const find = (error: Error): Promise<unknown> => {
    const found = withSpan('find', () => Bluebird.reject(error) as Bluebird<string>)
    const caught = found.catch.bind(found) as unknown as (kind: unknown, handle: () => string) => Promise<unknown>
    return caught(NotFound, () => 'default')
  }

  it('is caught by the class of its error', async () => {
    const recording = record()
    expect(await find(new NotFound())).toBe('default')
    await expect(find(new TypeError('other'))).rejects.toThrow('other')
    expect(recording.named('find').map((span) => span.status.code)).toEqual([2, 2])
  })

  it('takes what is no function for nothing', async () => {
    record()
    const then = withSpan('ready', () => Bluebird.resolve('yes')) as unknown as {
      then(...args: unknown[]): Promise<string>
    }
    expect(await then.then('no function', null)).toBe('yes')
  })
})
