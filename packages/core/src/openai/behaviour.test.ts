import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { scriptedApi, type ScriptedApi } from '../../test/api.ts'
import { behaviours, type Behaviour } from '../../test/behaviours.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'

/** Headers that differ from one request to the next by themselves. */
const VOLATILE = ['host', 'connection', 'content-length', 'x-stainless-retry-count', 'date']

function make(Client: typeof OpenAI, { baseURL }: ScriptedApi): OpenAI {
  return new Client({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true, maxRetries: 2, logLevel: 'off' })
}

async function sent(api: ScriptedApi): Promise<unknown> {
  return (await api.requests()).map(({ method, path, headers, body }) => ({
    method,
    path,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !VOLATILE.includes(name))),
    body,
  }))
}

async function compare(
  behaviour: Behaviour,
  Client: typeof OpenAI,
  instrument: (client: OpenAI) => OpenAI,
): Promise<void> {
  const bareApi = await scriptedApi(...behaviour.answers)
  const bare = make(Client, bareApi)
  if (behaviour.needs && !behaviour.needs(bare)) return
  const expected = JSON.stringify(await behaviour.run(bare), null, 1)
  const recording = record()
  const api = await scriptedApi(...behaviour.answers)
  const client = instrument(make(Client, api))
  const result = JSON.stringify(await behaviour.run(client), null, 1)
  expect(result).toBe(expected)
  expect(await sent(api)).toEqual(await sent(bareApi))
  const spans = behaviour.spans ?? ['chat m']
  await expect.poll(() => recording.spans().length, { timeout: 3000 }).toBe(spans.length)
  expect(recording.spans().map((span) => span.name)).toEqual(spans)
}

describe.each(versions)('an instrumented client of %s behaves as the bare one when an application', (_, Client) => {
  it.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))('%s', async (_name, behaviour) => {
    await compare(behaviour, Client, (client) => instrumentOpenAI(client))
  })
})

describe.each(versions.slice(-1))(
  'a client of an instrumented class of %s behaves as the bare one when an application',
  (_, Client) => {
    it.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))('%s', async (_name, behaviour) => {
      await compare(behaviour, Client, (client) => {
        instrumentOpenAI(Client)
        return client
      }).finally(() => uninstrumentOpenAI(Client))
    })
  },
)
