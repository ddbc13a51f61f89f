import { afterEach, beforeEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { createCollector, type Collector } from '../index.ts'

let collector: Collector
let url: string
let messages: string[]

const say = (message: string): void => void messages.push(message)

beforeEach(async () => {
  messages = []
  collector = createCollector({ logger: { info: say, warn: say, error: say } })
  url = (await collector.listen()).url
})

afterEach(async () => {
  await collector.close()
})

function post(path: string, body: string): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

/** Valid JSON for the parser, too deep for a function that calls itself once a level. */
const deepArray = '['.repeat(100_000) + ']'.repeat(100_000)
const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`

test('says which field is wrong also where its value is nested without end', async () => {
  const wrong: [string, string, string][] = [
    ['/v1/traces', deepArray, 'the body is a deeply nested array; expected an object'],
    ['/v1/traces', `{"resourceSpans":${deepObject}}`, 'resourceSpans is a deeply nested object; expected an array'],
    ['/live', `{"events":${deepObject}}`, 'events is a deeply nested object; expected an array of live events'],
  ]
  for (const [path, body, message] of wrong) {
    const response = await post(path, body)
    expect([response.status, (await response.json()).message]).toEqual([400, expect.stringContaining(message)])
  }
  // What a sender did wrong is the sender's to hear of.
  expect(messages).toEqual([])
})

const ids = `"traceId":"${'a'.repeat(32)}","spanId":"${'b'.repeat(16)}"`
const sound = `{${ids},"name":"chat","startTimeUnixNano":"1","endTimeUnixNano":"2"}`

test('a span with a deeply nested value of a wrong type takes no other span with it', async () => {
  const spans = `[${sound},{"startTimeUnixNano":"1","traceId":${deepArray}}]`
  const traces = await post('/v1/traces', `{"resourceSpans":[{"scopeSpans":[{"spans":${spans}}]}]}`)
  expect([traces.status, (await traces.json()).partialSuccess]).toEqual([
    200,
    { rejectedSpans: '1', errorMessage: expect.stringContaining('spans[1].traceId is a deeply nested array') },
  ])
  const live = await post('/live', `{"events":[{"type":${deepObject}},{"type":"end","span":${sound}}]}`)
  expect([live.status, await live.json()]).toEqual([
    202,
    { accepted: 1, rejected: 1, reason: expect.stringContaining('events[0].type is a deeply nested object') },
  ])
})

test('bytes that are no base64 take no other span with them, also where spans are forwarded', async () => {
  const backend = await OtlpBackend.start()
  const forwarding = createCollector({ forward: [{ url: backend.url }] })
  const attributes = (base64: string): string => `"attributes":[{"key":"a","value":{"bytesValue":"${base64}"}}]`
  const spans = ['#!', 'A', 'AQID', '-_-_'].map((base64) => sound.replace('"name"', `${attributes(base64)},"name"`))
  const headers = { 'content-type': 'application/json' }
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans.join(',')}]}]}]}`
  const response = await forwarding.fetch(new Request('http://localhost/v1/traces', { method: 'POST', headers, body }))
  expect([response.status, (await response.json()).partialSuccess]).toEqual([
    200,
    { rejectedSpans: '2', errorMessage: expect.stringContaining('bytesValue is "#!"; expected base64') },
  ])
  await forwarding.close()
  expect(backend.received[0]?.body.includes(Buffer.from([1, 2, 3]))).toBe(true)
  expect(backend.received[0]?.body.includes(Buffer.from([0xfb, 0xff, 0xbf]))).toBe(true)
  await backend.close()
})

test('a text that was cut in the middle of a character is forwarded as UTF-8, which receivers ask of a whole batch', async () => {
  const backend = await OtlpBackend.start()
  const forwarding = createCollector({ forward: [{ url: backend.url }] })
  const headers = { 'content-type': 'application/json' }
  const cut = sound.replace('"chat"', JSON.stringify('cut \u{1f600}'.slice(0, -1)))
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${cut}]}]}]}`
  await forwarding.fetch(new Request('http://localhost/v1/traces', { method: 'POST', headers, body }))
  await forwarding.close()
  expect(backend.received[0]?.body.includes('cut \ufffd')).toBe(true)
  await backend.close()
})
