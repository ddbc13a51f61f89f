import { DiagLogLevel, diag } from '@opentelemetry/api'
import { afterEach, expect, it } from 'vitest'
import { scriptedApi } from '../../../test/api.ts'
import type { Answer } from 'stand-in'
import { startTracing, withSpan, type Tracing } from '../../index.ts'

let tracing: Tracing | undefined
afterEach(async () => {
  diag.disable()
  await tracing?.shutdown()
})

interface Batch {
  resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[]
}

/** A page that traces to a collector with these answers: the names of the spans in each of its requests. */
async function traceTo(...answers: Answer[]): Promise<() => Promise<string[][]>> {
  const api = await scriptedApi(...answers)
  tracing = startTracing({ endpoint: api.baseURL, headers: { 'x-api-key': 'secret' } })
  return async () =>
    (await api.requests()).map(({ body }) =>
      (body as Batch).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
      ),
    )
}

it('does not follow a redirect, and says so', async () => {
  const other = await scriptedApi({ json: {} })
  const said: string[] = []
  const error = (...words: unknown[]): unknown => said.push(words.map(String).join(' '))
  diag.setLogger({ error, warn() {}, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR)
  const requests = await traceTo({ status: 307, headers: { location: `${other.baseURL}/v1/traces` }, json: {} })
  withSpan('work', () => {})
  await tracing?.flush()
  expect(await requests()).toEqual([['work']])
  expect(await other.requests()).toEqual([])
  expect(said.join()).toContain('redirect')
})

it('tries again where the collector says that it may', async () => {
  const requests = await traceTo({ status: 503, headers: { 'retry-after': '0' }, json: {} }, { json: {} })
  withSpan('work', () => {})
  await tracing?.flush()
  expect(await requests()).toEqual([['work'], ['work']])
})

it('gives up what is refused', async () => {
  const requests = await traceTo({ status: 400, json: {} }, { json: {} })
  withSpan('work', () => {})
  await tracing?.flush()
  expect(await requests()).toEqual([['work']])
})

it('sends in parts that a browser sends on when the page goes, the small spans first', async () => {
  const requests = await traceTo(...Array.from({ length: 9 }, () => ({ json: {} })))
  for (const [name, size] of [
    ['large', 100_000],
    ['small', 10],
    ['half', 30_000],
    ['other half', 30_000],
  ] as const) {
    withSpan(name, (span) => span.setAttribute('content', 'x'.repeat(size)))
  }
  await tracing?.flush()
  // The requests are open at the same time, so they may arrive in any order.
  expect((await requests()).map((names) => names.join(', ')).toSorted()).toEqual(['large', 'other half', 'small, half'])
})

it('goes on sending where answers may not be stored', async () => {
  const answers = Array.from({ length: 20 }, () => ({ headers: { 'cache-control': 'no-store' }, json: {} }))
  const requests = await traceTo(...answers)
  for (let index = 0; index < 20; index++) {
    withSpan(`${index}`, (span) => span.setAttribute('content', 'x'.repeat(10_000)))
    await tracing?.flush()
  }
  expect((await requests()).flat()).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`))
})
