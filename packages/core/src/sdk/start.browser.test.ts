import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { instrumentOpenAI, startTracing, type Tracing } from '../index.ts'
import { settings } from '../settings.ts'

let tracing: Tracing | undefined
afterEach(() => tracing?.shutdown())

describe("a collector on the page's own origin", () => {
  it("leaves the page's own requests traced, and is not traced itself", async () => {
    const exporter = new InMemorySpanExporter()
    const urls = (): unknown[] => exporter.getFinishedSpans().map((span) => span.attributes['url.full'])
    tracing = startTracing({ endpoint: location.origin, spanProcessors: [new SimpleSpanProcessor(exporter)] })
    await fetch('/api/claims')
    await fetch('/v1/traces', { method: 'POST' })
    await fetch('/v1/traces-of-mine')
    await expect.poll(urls).toEqual([`${location.origin}/api/claims`, `${location.origin}/v1/traces-of-mine`])
  })

  it('is told nothing of the query of a request, nor of any request where that is asked', async () => {
    const exporter = new InMemorySpanExporter()
    const urls = (): unknown[] => exporter.getFinishedSpans().map((span) => span.attributes['url.full'])
    const options = { endpoint: location.origin, spanProcessors: [new SimpleSpanProcessor(exporter)] }
    tracing = startTracing(options)
    await fetch('/api/reset?token=SECRET#here')
    await expect.poll(urls).toEqual([`${location.origin}/api/reset`])
    await tracing.shutdown()
    const before = globalThis.fetch
    tracing = startTracing({ ...options, instrumentFetch: false })
    expect(globalThis.fetch).toBe(before)
  })

  it('is forgotten when tracing stops', async () => {
    const before = settings.ownUrls.length
    tracing = startTracing({ endpoint: location.origin })
    await tracing.shutdown()
    expect(settings.ownUrls).toHaveLength(before)
  })
})

it("traces a client's request once, however its base URL is written", async () => {
  const api = await scriptedApi({ json: completion() })
  const exporter = new InMemorySpanExporter()
  tracing = startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const baseURL = api.baseURL.replace('http:', 'HTTP:').replace('/api/', '/x/../api/')
  const client = instrumentOpenAI(new OpenAI({ baseURL, apiKey: 'key', dangerouslyAllowBrowser: true }))
  await client.chat.completions.create({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello?' }] })
  await fetch(`${api.baseURL}/models`)
  const names = (): string[] => exporter.getFinishedSpans().map(({ name }) => name)
  await expect.poll(names).toContain('GET')
  expect(names()).toEqual(['chat gpt-5-mini', 'GET'])
})
