import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import type { Answer } from 'stand-in'
import { chunksOf, completion, responseEvents } from 'stand-in/wire'
import { json, record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const streamed = { model: 'm', messages, stream: true } as const
const words = chunksOf('One two three four.')

function bareClient(api: { baseURL: string }): OpenAI {
  return new OpenAI({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 })
}

function clientOf(api: { baseURL: string }): OpenAI {
  return instrumentOpenAI(bareClient(api))
}

async function readAll(client: OpenAI): Promise<void> {
  for await (const _ of await client.chat.completions.create(streamed));
}

function rejects(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => false,
    () => true,
  )
}

describe('the span of a stream ends once, and says how,', () => {
  it('when the application breaks off: with the text so far, cancelled, without an error', async () => {
    const recording = record()
    const api = await scriptedApi({ events: words, pause: 60, end: 'hang' })
    let count = 0
    for await (const _ of await clientOf(api).chat.completions.create(streamed)) {
      count += 1
      if (count === 3) break
    }
    const span = await recording.span()
    expect(span.attributes).toMatchObject({
      'spanlit.stream.outcome': 'cancelled',
      'gen_ai.response.finish_reasons': ['error'],
    })
    expect(span.status.code).toBe(0)
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two ' }] },
    ])
    await expect.poll(async () => (await api.requests())[0]?.aborted).toBe(true)
  })

  it('when the API sends an error: failed, with the text so far', async () => {
    const recording = record()
    const error = 'event: error\ndata: {"error":{"message":"Broken","code":"server_error"}}\n\n'
    const api = await scriptedApi({ events: [...words.slice(0, 3), error] })
    await expect(async () => {
      for await (const _ of await clientOf(api).chat.completions.create(streamed));
    }).rejects.toThrow('Broken')
    const span = await recording.span()
    expect(span.attributes).toMatchObject({ 'spanlit.stream.outcome': 'failed', 'error.type': 'server_error' })
    expect(span.status).toMatchObject({ code: 2, message: 'Broken' })
    expect(span.events.filter((event) => event.name === 'exception')).toHaveLength(1)
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two ' }] },
    ])
  })

  it('when the connection is lost', async () => {
    const recording = record()
    const lost: Answer = { events: words.slice(0, 2), end: 'destroy' }
    // WebKit takes a connection that is lost for the end of the answer.
    const bare = await rejects(readAll(bareClient(await scriptedApi(lost))))
    expect(await rejects(readAll(clientOf(await scriptedApi(lost))))).toBe(bare)
    const outcome = bare ? 'failed' : 'completed'
    expect((await recording.span()).attributes).toMatchObject({ 'spanlit.stream.outcome': outcome })
  })

  it('when the application aborts it while it waits for a chunk: cancelled, whether or not the client throws', async () => {
    const recording = record()
    const api = await scriptedApi({ events: words.slice(0, 2), end: 'hang' })
    const stream = await clientOf(api).chat.completions.create(streamed)
    const iterator = stream[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.next()
    const waiting = iterator.next()
    stream.controller.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
    const span = await recording.span()
    expect(span.attributes).toMatchObject({ 'spanlit.stream.outcome': 'cancelled' })
    expect(span.status.code).toBe(0)
  })

  it('when the controller is aborted and nobody reads any more', async () => {
    const recording = record()
    const api = await scriptedApi({ events: words, pause: 10, end: 'hang' })
    const stream = await clientOf(api).chat.completions.create(streamed)
    await stream[Symbol.asyncIterator]().next()
    stream.controller.abort()
    expect((await recording.span()).attributes).toMatchObject({ 'spanlit.stream.outcome': 'cancelled' })
  })
})

describe('the span of a call', () => {
  it('ends with the answer where only the raw response was asked for', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const raw = await clientOf(api).chat.completions.create({ model: 'm', messages }).asResponse()
    expect((await recording.span()).status.code).toBe(0)
    expect(await raw.json()).toMatchObject({ id: 'chatcmpl-1' })
  })

  it('ends with an error where the API can not be reached', async () => {
    const recording = record()
    const client = clientOf({ baseURL: 'http://127.0.0.1:1/v1' })
    await expect(client.chat.completions.create({ model: 'm', messages })).rejects.toThrow()
    const span = await recording.span()
    expect(span.attributes['error.type']).toBe('APIConnectionError')
    expect(span.attributes['http.response.status_code']).toBeUndefined()
  })
})

describe.each(versions)('with %s', (_, Client) => {
  it('a call that is asked for both its response and its result has the result', async () => {
    const recording = record()
    const [begin = '', end = ''] = JSON.stringify(completion()).split(/(?<=,)(?="model")/)
    const headers = { 'content-type': 'application/json' }
    const { baseURL } = await scriptedApi({ headers, events: [begin, end], pause: 50, end: 'close' })
    const client = instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }))
    const { data, response } = await client.chat.completions.create({ model: 'm', messages }).withResponse()
    expect([response.status, data.id]).toEqual([200, 'chatcmpl-1'])
    expect(json(await recording.span(), 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Hello.' }] }])
  })

  it('a stream may be asked for an iterator that nobody uses, and be read by another', async () => {
    const recording = record()
    const { baseURL } = await scriptedApi({ events: words })
    const client = instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }))
    const stream = await client.chat.completions.create(streamed)
    stream[Symbol.asyncIterator]()
    for await (const _chunk of stream);
    const span = await recording.span()
    expect(span.attributes['spanlit.stream.outcome']).toBe('completed')
    expect(json(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'One two three four.' }] }])
  })

  it('a stream into which the application throws is one that it has broken off', async () => {
    const recording = record()
    const chat = await scriptedApi({ events: words, pause: 10 })
    const responses = await scriptedApi({ events: responseEvents('One two.'), pause: 10 })
    const of = ({ baseURL }: { baseURL: string }): OpenAI =>
      instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }))
    for (const stream of [
      await of(chat).chat.completions.create(streamed),
      await of(responses).responses.create({ model: 'm', input: 'x', stream: true }),
    ]) {
      const iterator: AsyncIterator<unknown> = stream[Symbol.asyncIterator]()
      await iterator.next()
      await expect(iterator.throw?.(new RangeError('mine'))).rejects.toThrow('mine')
    }
    await expect.poll(() => recording.spans().length).toBe(2)
    for (const { attributes, status } of recording.spans()) {
      expect(attributes['spanlit.stream.outcome']).toBe('cancelled')
      expect(status.code).toBe(0)
    }
  })

  it('a chunk that was asked for before the end belongs to the span', async () => {
    const recording = record()
    const { baseURL } = await scriptedApi({ events: words, pause: 20 })
    const client = instrumentOpenAI(new Client({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }))
    const iterator = (await client.chat.completions.create(streamed))[Symbol.asyncIterator]()
    await iterator.next()
    const last = iterator.next()
    await Promise.all([last, iterator.return?.()])
    expect((await last).value?.choices[0]?.delta.content).toBe('One ')
    expect(json(await recording.span(), 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'One ' }] }])
  })
})

it('a call whose body is asked for again has the id of the answer that came whole', async () => {
  const recording = record()
  const headers = { 'x-request-id': 'req_1', 'content-type': 'application/json' }
  const whole = { headers: { 'x-request-id': 'req_2' }, json: completion() }
  const { baseURL } = await scriptedApi({ headers, events: ['{"id":'], end: 'hang' }, whole)
  const options = { apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, timeout: 300 }
  const answer = await instrumentOpenAI(new OpenAI(options)).chat.completions.create({ model: 'm', messages })
  expect(answer._request_id).toBe('req_2')
  expect((await recording.span()).attributes).toMatchObject({
    'http.response.header.x-request-id': ['req_2'],
    'http.request.resend_count': 1,
  })
})

it('a stream that was aborted between its answer and its use is cancelled', async () => {
  const recording = record()
  const { baseURL } = await scriptedApi({ events: words, pause: 20, end: 'hang' })
  const controller = new AbortController()
  const answering: typeof fetch = async (...args) => {
    const answer = await fetch(...args)
    setTimeout(() => controller.abort())
    return answer
  }
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true, fetch: answering }))
  const promise = client.chat.completions.create(streamed, { signal: controller.signal })
  await expect.poll(() => controller.signal.aborted).toBe(true)
  for await (const _ of await promise);
  expect((await recording.span()).attributes['spanlit.stream.outcome']).toBe('cancelled')
})

it('a stream that others have made may give its results at once', async () => {
  const recording = record()
  const results = [{ done: false, value: { choices: [{ index: 0, delta: { content: 'Hi' } }] } }, { done: true }]
  const made = {
    iterator: (): object => ({ next: () => results.shift() }),
    [Symbol.asyncIterator](): object {
      return this.iterator()
    },
  }
  const bare = new OpenAI({ apiKey: 'k', dangerouslyAllowBrowser: true })
  bare.chat.completions.create = (() => Promise.resolve(made)) as never
  for await (const _ of await instrumentOpenAI(bare).chat.completions.create(streamed));
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Hi' }] },
  ])
})
