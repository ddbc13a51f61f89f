import type OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, expect, it, vi } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const busy = { status: 429, headers: { 'retry-after-ms': '1' }, json: { error: { message: 'Busy' } } }
const run = { id: 'run_1', thread_id: 't', status: 'completed' }

afterEach(() => {
  vi.restoreAllMocks()
})

const calls: [string, object, (client: OpenAI) => Promise<unknown>][] = [
  ['chat', completion(), async (client) => client.chat.completions.create({ model: 'm', messages })],
  ['responses', { id: 'resp_1', output: [] }, async (client) => client.responses.create({ model: 'm', input: 'x' })],
  ['embeddings', { data: [] }, async (client) => client.embeddings.create({ model: 'm', input: 'x' })],
  ['retrieval', { data: [] }, async (client) => client.vectorStores.search('v', { query: 'x' })],
  ['runs', run, async (client) => client.beta.threads.runs.create('t', { assistant_id: 'a' })],
]

for (const [version, Client] of versions) {
  it.each(calls)(
    `a method of ${version} whose source cannot be read (bytecode, Hermes, mangled names) has its retries and traceparent: %s`,
    async (_, answer, make) => {
      // As Hermes and bytenode show every function.
      vi.spyOn(Function.prototype, 'toString').mockReturnValue('function () { [bytecode] }')
      const recording = record()
      const api = await scriptedApi(busy, { json: answer })
      const client = instrumentOpenAI(
        new Client({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }),
        { propagateTo: [api.baseURL] },
      )
      await make(client)
      const span = await recording.span()
      expect(span.attributes['http.request.resend_count']).toBe(1)
      const { traceId, spanId } = span.spanContext()
      const sent = (await api.requests()).map(({ headers }) => headers.traceparent)
      expect(sent).toEqual([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01`])
    },
  )
}
