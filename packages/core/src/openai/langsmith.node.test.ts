import { wrapOpenAI } from 'langsmith/wrappers'
import type OpenAI from 'openai'
import { chunksOf, completion, response, responseEvents } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }
const ask = { model: 'm', input: 'Say hello.' }

async function text(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of stream) count += 1
  return count
}

const page = { object: 'page', data: [{ file_id: 'f', filename: 'a.txt', score: 1, content: [] }] }

type Use = (client: OpenAI) => Promise<unknown>
const uses: [string, object, Use][] = [
  ['create', { json: completion() }, async (client) => (await client.chat.completions.create(chat)).id],
  [
    'withResponse',
    { json: completion() },
    async (client) => (await client.chat.completions.create(chat).withResponse()).data,
  ],
  [
    'asResponse',
    { json: completion() },
    async (client) => (await client.chat.completions.create(chat).asResponse()).text(),
  ],
  ['catch', { json: completion() }, (client) => client.chat.completions.create(chat).catch(() => 'failed')],
  [
    'stream: true',
    { events: chunksOf('One.') },
    async (client) => text(await client.chat.completions.create({ ...chat, stream: true })),
  ],
  ['parse', { json: completion() }, async (client) => (await client.chat.completions.parse(chat)).id],
  [
    'stream()',
    { events: chunksOf('One.') },
    async (client) => (await client.chat.completions.stream(chat).finalChatCompletion()).choices,
  ],
  ['responses.create', { json: response }, async (client) => (await client.responses.create(ask)).output_text],
  ['responses.parse', { json: response }, async (client) => (await client.responses.parse(ask)).output_text],
  [
    'responses, stream: true',
    { events: responseEvents('One.') },
    async (client) => text(await client.responses.create({ ...ask, stream: true })),
  ],
  [
    'embeddings',
    { json: { data: [{ embedding: [1] }] } },
    async (client) => (await client.embeddings.create({ ...ask, encoding_format: 'float' })).data,
  ],
  ['a page', { json: page }, async (client) => (await client.vectorStores.search('v', { query: 'q' })).data],
]

async function outcome(use: Use, client: OpenAI): Promise<unknown> {
  try {
    return await use(client)
  } catch (error) {
    return String(error)
  }
}

for (const [version, Client] of versions) {
  // LangSmith's own promise breaks it for openai 5 and 6, without Spanlit too.
  const working = uses.filter(([name]) => name !== 'withResponse' || version === 'openai 7')
  it.each(working)(
    `LangSmith's wrapper around ${version} behaves as without Spanlit, and makes one span: %s`,
    async (_, answer, use) => {
      const recording = record()
      const { baseURL } = await scriptedApi(answer, answer)
      const wrapped = (): OpenAI =>
        wrapOpenAI(new Client({ apiKey: 'k', baseURL, maxRetries: 0 }), { tracingEnabled: false })
      const bare = await outcome(use, wrapped())
      const client = instrumentOpenAI(wrapped())
      expect(await outcome(use, client)).toEqual(bare)
      await recording.span()
      uninstrumentOpenAI(client)
    },
  )

  it.each(working)(
    `LangSmith's wrapper around an instrumented client of ${version} behaves as without it: %s`,
    async (_, answer, use) => {
      const recording = record()
      const { baseURL } = await scriptedApi(answer, answer)
      const make = (): OpenAI => new Client({ apiKey: 'k', baseURL, maxRetries: 0 })
      const bare = await outcome(use, wrapOpenAI(make(), { tracingEnabled: false }))
      expect(await outcome(use, wrapOpenAI(instrumentOpenAI(make()), { tracingEnabled: false }))).toEqual(bare)
      await recording.span()
    },
  )
}
