import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { completion } from 'stand-in/wire'
import { scriptedApi, type ScriptedApi } from '../../test/api.ts'
import { instrumentOpenAI, startTracing, type Tracing, type TracingOptions } from '../index.ts'

let tracing: Tracing | undefined
afterEach(() => tracing?.shutdown())

/** What a page sends to a collector that takes everything, after one call of a model. */
async function send(options: TracingOptions): Promise<Awaited<ReturnType<ScriptedApi['requests']>>> {
  const collector = await scriptedApi({ json: {} })
  const model = await scriptedApi({
    json: completion({ content: 'Four.' }, { usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } }),
  })
  tracing = startTracing({ endpoint: collector.baseURL, ...options })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: model.baseURL, dangerouslyAllowBrowser: true }))
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: '2+2?' }] })
  await tracing.flush()
  return collector.requests()
}

const paths = (requests: { path: string }[]): string[] => requests.map(({ path }) => path.split('/').slice(-1)[0] ?? '')

describe('a page sends', () => {
  it('spans alone, as JSON, where nothing else is asked for', async () => {
    const requests = await send({})
    expect(paths(requests)).toEqual(['traces'])
    expect(requests[0]?.headers['content-type']).toBe('application/json')
  })

  it('events where content is to be on events', async () => {
    const requests = await send({ captureContent: 'event' })
    expect(paths(requests).toSorted()).toEqual(['logs', 'traces'])
    const [logs, traces] = requests.toSorted((one, other) => one.path.localeCompare(other.path))
    expect(JSON.stringify(logs?.body)).toContain('2+2?')
    expect(JSON.stringify(traces?.body)).not.toContain('2+2?')
  })

  it('metrics where they are asked for', async () => {
    const requests = await send({ metrics: true })
    expect(paths(requests).toSorted()).toEqual(['metrics', 'traces'])
    expect(JSON.stringify(requests)).toContain('gen_ai.client.token.usage')
  })

  it('protobuf where it is asked for', async () => {
    const requests = await send({ protocol: 'http/protobuf' })
    expect(requests.map(({ headers }) => headers['content-type'])).toEqual(['application/x-protobuf'])
    expect(String(requests[0]?.body)).toContain('chat m')
  })
})
