import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type OpenAI from 'openai'
import { completion, response } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import { startTracing } from '../../index.ts'

/** The attributes of a call that is answered so. */
async function answered(more: object): Promise<Record<string, unknown>> {
  const recording = record()
  const client = await scriptedClient({ json: response('Hello', more) })
  await client.responses.create({ model: 'm', input: 'x' })
  return (await recording.span()).attributes
}

describe('the finish reason of a response', () => {
  it.each(['queued', 'in_progress'])('is none where it is %s in the background', async (status) => {
    const attributes = await answered({ status, output: [] })
    expect(attributes['gen_ai.response.status']).toBe(status)
    expect(attributes).not.toHaveProperty(['gen_ai.response.finish_reasons'])
  })

  it.each(['failed', 'cancelled'])('is error where it is %s', async (status) => {
    const error = status === 'failed' ? { code: 'server_error', message: 'No' } : null
    expect(await answered({ status, error })).toMatchObject({ 'gen_ai.response.finish_reasons': ['error'] })
  })

  it.each(['function_call', 'custom_tool_call', 'computer_call', 'shell_call', 'local_shell_call', 'apply_patch_call'])(
    'is tool_call where it waits for the output of a %s',
    async (type) => {
      const attributes = await answered({ output: [{ type, id: 'i', call_id: 'c', name: 'f', action: {} }] })
      expect(attributes['gen_ai.response.finish_reasons']).toEqual(['tool_call'])
    },
  )

  it('is stop where a shell has run at the API', async () => {
    const output = [
      { type: 'shell_call', id: 'i', call_id: 'c', action: { commands: ['ls'] } },
      { type: 'shell_call_output', id: 'o', call_id: 'c', output: [{ stdout: 'a', stderr: '' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'One file.' }] },
    ]
    const attributes = await answered({ output })
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['stop'])
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toHaveLength(1)
  })
})

it('records of a compacted conversation who said what', async () => {
  const recording = record()
  const user = (text: string): object => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] })
  const output = [user('One'), user('Two'), { type: 'compaction', id: 'cmp_1' }]
  const client = await scriptedClient({ json: { id: 'c', object: 'response.compaction', output } })
  await client.responses.compact({ model: 'm', input: 'x' })
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'One' },
        { type: 'text', content: 'Two' },
      ],
    },
    { role: 'assistant', parts: [{ type: 'compaction', id: 'cmp_1' }] },
  ])
})

it('records no value of another type than its attribute has', async () => {
  const recording = record()
  const usage = { prompt_tokens: '12', completion_tokens: 1.5, prompt_tokens_details: { cached_tokens: null } }
  const client = await scriptedClient({
    json: completion({ content: 'Hi' }, { usage, model: 5, id: {}, service_tier: 1 }),
  })
  await client.chat.completions.create({
    model: 'm',
    messages: [],
    ...({ temperature: '0.5', max_tokens: 1.5, n: '2', seed: '1', stop: [1], service_tier: 5 } as unknown as object),
  })
  const names = Object.keys((await recording.span()).attributes)
  expect(names.filter((name) => /usage|model|response\.id|tier|gen_ai\.request/.test(name))).toEqual([
    'gen_ai.request.model',
  ])
})

describe('a request', () => {
  async function requested(run: (client: OpenAI) => Promise<unknown>, captureContent = true): Promise<object> {
    const exporter = new InMemorySpanExporter()
    const spanProcessors = [new SimpleSpanProcessor(exporter)]
    const tracing = startTracing({ destination: 'none', captureContent, spanProcessors })
    await run(await scriptedClient({ json: response('') }))
    const attributes = exporter.getFinishedSpans().find(({ name }) => name === 'chat m')?.attributes
    await tracing.shutdown()
    return attributes ?? {}
  }

  const prompt = {
    id: 'pmpt_1',
    version: '2',
    variables: {
      city: 'Paris',
      map: { type: 'input_image' as const, image_url: 'https://e.com/a.png', detail: 'auto' as const },
    },
  }

  it('by a stored prompt has its variables as content', async () => {
    expect(await requested((client) => client.responses.create({ model: 'm', prompt }))).toMatchObject({
      'gen_ai.prompt.name': 'pmpt_1',
      'gen_ai.prompt.version': '2',
      'gen_ai.prompt.variable.city': 'Paris',
      'gen_ai.prompt.variable.map': '{"type":"uri","modality":"image","uri":"https://e.com/a.png"}',
    })
    const bare = await requested((client) => client.responses.create({ model: 'm', prompt }), false)
    expect(JSON.stringify(bare)).not.toMatch(/Paris|variable/)
  })

  it('may have the parameter top_k of services that have it', async () => {
    const body = { model: 'm', messages: [], top_k: 5 }
    expect(await requested((client) => client.chat.completions.create(body))).toMatchObject({
      'gen_ai.request.top_k': 5,
    })
  })
})

it('is traced in its beta form as well', async () => {
  const recording = record()
  const client = await scriptedClient({ json: response('Hi') }, { json: response('Hi') })
  await client.beta.responses.create({ model: 'm', input: 'x' })
  await client.beta.responses.retrieve('resp_1')
  await expect.poll(() => recording.spans().map(({ name }) => name)).toEqual(['chat m', 'fetch_response'])
})
