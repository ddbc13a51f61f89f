import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, type ForwardOptions } from '../index.ts'

/** Sends one span by way of a collector, and says what the endpoint got and what the collector said of it. */
async function forward(options: (url: URL) => ForwardOptions) {
  const messages: string[] = []
  const say = (message: string): void => void messages.push(message)
  const backend = await OtlpBackend.start()
  const collector = createCollector({
    forward: [options(new URL(backend.url))],
    logger: { info: say, warn: say, error: say },
  })
  const { url } = await collector.listen()
  const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['one'])) as BodyInit
  const headers = { 'content-type': 'application/x-protobuf' }
  await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
  await collector.close({ flushTimeoutMs: 2000 })
  await backend.close()
  return { received: backend.received, counts: collector.counts(), messages }
}

test('sends a user name and password of the URL as a header, and says them nowhere', async () => {
  const { received, counts, messages } = await forward(({ host }) => ({ url: `http://user:p%C3%A4ss@${host}` }))
  expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:päss').toString('base64')}`)
  expect(counts).toMatchObject([
    { destination: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/traces$/), sent: 1 },
  ])
  expect(messages).toEqual([])
})

test('sends the authorization header that was given rather than that of the URL', async () => {
  const { received } = await forward(({ host }) => ({
    url: `http://user:pass@${host}`,
    headers: { Authorization: 'Bearer token' },
  }))
  expect(received[0]?.headers.authorization).toBe('Bearer token')
})

test('adds nothing to a URL that names the traces endpoint, with or without a slash at its end', async () => {
  const paths = ['/v1/traces', '/v1/traces/', '/otlp/v1/traces?project=1']
  for (const path of paths) {
    const { received } = await forward(({ origin }) => ({ url: origin + path }))
    expect(received[0]?.path).toBe(path)
  }
})

test('says at once which header cannot be sent, and not what is in it', () => {
  const url = 'http://127.0.0.1:4318'
  const wrong: [Record<string, string>, string][] = [
    [{ 'a b': 'c' }, 'forward[0].headers has the name "a b"; expected a header name, such as x-api-key'],
    [{ '': 'c' }, 'forward[0].headers has the name ""; expected a header name, such as x-api-key'],
    [{ 'x-key': 'secret—' }, 'forward[0].headers["x-key"] has a character that no header can carry, such as a dash'],
    [{ 'x-key': 'sec\nret' }, 'forward[0].headers["x-key"] has a character that no header can carry'],
    [{ 'x-key': undefined as never }, 'forward[0].headers["x-key"] is undefined; expected text'],
  ]
  for (const [headers, message] of wrong) {
    const create = (): unknown => createCollector({ forward: [{ url, headers }] })
    expect(create).toThrow(message)
    expect(create).not.toThrow(/sec/)
  }
  expect(() => createCollector({ forward: [{ url: 'http://user:50%@127.0.0.1' }] })).toThrow(
    'forward[0].url has a "%" in its user name or password that begins no escape; write it as %25',
  )
})
