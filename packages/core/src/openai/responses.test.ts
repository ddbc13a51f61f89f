import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { json, record } from '../../test/recording.ts'
import type { Answer } from 'stand-in'
import { response, responseEvents } from 'stand-in/wire'
import { instrumentOpenAI } from '../index.ts'

async function clientOf(...answers: Answer[]): Promise<OpenAI> {
  const { baseURL } = await scriptedApi(...answers)
  return instrumentOpenAI(new OpenAI({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
}

it('records a response by the conventions, with instructions apart and reasoning and tools as parts', async () => {
  const recording = record()
  const output = [
    { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Think.' }] },
    { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'flu' } },
    { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'add', arguments: '{"a":1}', status: 'completed' },
    {
      id: 'm_1',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'refusal', refusal: 'No.' }],
    },
  ]
  const client = await clientOf({ json: response('', { output }) })
  await client.responses.create({
    model: 'gpt-5-mini',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Add' },
          { type: 'input_image', image_url: 'https://e.com/a.png', detail: 'auto' },
        ],
      },
      { type: 'function_call_output', call_id: 'call_0', output: '2' },
    ],
    tools: [{ type: 'function', name: 'add', parameters: { type: 'object' }, strict: true }, { type: 'web_search' }],
    reasoning: { effort: 'high' },
    previous_response_id: 'resp_0',
    max_output_tokens: 100,
    text: { format: { type: 'json_object' } },
  })
  const span = await recording.span()
  expect(span.name).toBe('chat gpt-5-mini')
  expect(span.attributes).toMatchObject({
    'openai.api.type': 'responses',
    'gen_ai.request.reasoning.level': 'high',
    'gen_ai.request.previous_response.id': 'resp_0',
    'gen_ai.request.max_tokens': 100,
    'gen_ai.output.type': 'json',
    'gen_ai.response.id': 'resp_1',
    'gen_ai.response.status': 'completed',
    'gen_ai.response.finish_reasons': ['tool_call'],
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.cache_read.input_tokens': 4,
    'gen_ai.usage.reasoning.output_tokens': 2,
  })
  expect(json(span, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be brief.' }])
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'Add' },
        { type: 'uri', modality: 'image', uri: 'https://e.com/a.png' },
      ],
    },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_0', response: '2' }] },
  ])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Think.' },
        {
          type: 'server_tool_call',
          id: 'ws_1',
          name: 'web_search',
          server_tool_call: {
            id: 'ws_1',
            type: 'web_search_call',
            status: 'completed',
            action: { type: 'search', query: 'flu' },
          },
        },
        { type: 'tool_call', id: 'call_1', name: 'add', arguments: { a: 1 } },
        { type: 'openai.refusal', content: 'No.' },
      ],
    },
  ])
  expect(json(span, 'gen_ai.tool.definitions')).toEqual([
    { type: 'function', name: 'add', parameters: { type: 'object' } },
    { type: 'web_search', name: 'web_search' },
  ])
})

it('records an answer that says that it failed as a failure', async () => {
  const recording = record()
  const client = await clientOf({
    json: response('', { status: 'failed', error: { code: 'server_error', message: 'Oh' }, output: [] }),
  })
  await client.responses.create({ model: 'm', input: 'x' })
  const span = await recording.span()
  expect(span.attributes['error.type']).toBe('server_error')
  expect(span.status).toMatchObject({ code: 2, message: 'Oh' })
})

it('maps an answer that was cut short to the finish reason length', async () => {
  const recording = record()
  const client = await clientOf({
    json: response('', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
  })
  await client.responses.create({ model: 'm', input: 'x' })
  expect((await recording.span()).attributes['gen_ai.response.finish_reasons']).toEqual(['length'])
})

it('records a stream as its last event says', async () => {
  const recording = record()
  const client = await clientOf({ events: responseEvents('One two.') })
  for await (const _ of await client.responses.create({ model: 'm', input: 'x', stream: true }));
  const span = await recording.span()
  expect(span.attributes).toMatchObject({ 'gen_ai.usage.output_tokens': 5, 'gen_ai.response.finish_reasons': ['stop'] })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'One two.' }] },
  ])
})

it('puts together what has arrived of a stream that was broken off', async () => {
  const recording = record()
  const client = await clientOf({ events: responseEvents('One two three.'), pause: 5 })
  for await (const event of await client.responses.create({ model: 'm', input: 'x', stream: true })) {
    if (event.type === 'response.output_text.delta' && event.delta === 'two ') break
  }
  const span = await recording.span()
  expect(span.attributes).toMatchObject({
    'gen_ai.response.finish_reasons': ['error'],
    'spanlit.stream.outcome': 'cancelled',
  })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'One two ' }] },
  ])
})
