import { SpanStatusCode } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { scriptedApi } from '../../../test/api.ts'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import OpenAI from 'openai'
import { response, responseEvents } from 'stand-in/wire'
import { instrumentOpenAI } from '../../index.ts'

it('records what is retrieved under the plain name, with the id and without tokens', async () => {
  const recording = record()
  const client = await scriptedClient({ json: response('Hello.') })
  await client.responses.retrieve('resp_1')
  const span = await recording.span()
  expect(span.name).toBe('fetch_response')
  expect(span.attributes).toMatchObject({
    'gen_ai.operation.name': 'fetch_response',
    'gen_ai.response.id': 'resp_1',
    'gen_ai.response.status': 'completed',
    'gen_ai.response.finish_reasons': ['stop'],
  })
  expect(Object.keys(span.attributes).filter((name) => name.startsWith('gen_ai.usage.'))).toEqual([])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Hello.' }] },
  ])
})

it('has the id also where there is no such response', async () => {
  const recording = record()
  const client = await scriptedClient({ status: 404, json: { error: { message: 'No', code: 'not_found' } } })
  await expect(client.responses.retrieve('resp_9')).rejects.toThrow()
  const span = await recording.span()
  expect(span.attributes).toMatchObject({ 'gen_ai.response.id': 'resp_9', 'error.type': 'not_found' })
})

it('records a stream that is taken up again', async () => {
  const recording = record()
  const client = await scriptedClient({ events: responseEvents('One two.').slice(5) })
  const stream = await client.responses.retrieve('resp_1', { stream: true, starting_after: 4 })
  for await (const _ of stream);
  const span = await recording.span()
  expect(span.attributes).toMatchObject({
    'gen_ai.request.stream': true,
    'gen_ai.request.stream_cursor': '4',
    'gen_ai.response.id': 'resp_1',
    'spanlit.stream.outcome': 'completed',
  })
  expect(span.attributes['gen_ai.usage.output_tokens']).toBeUndefined()
})

it('takes a response that once failed for what it is, and tells what it was asked', async () => {
  const recording = record()
  const failed = {
    ...response(''),
    status: 'failed',
    error: { code: 'server_error', message: 'No.' },
    output: [],
    instructions: 'Be brief.',
    tools: [{ type: 'function', name: 'look', parameters: {} }],
  }
  const client = await scriptedClient({ json: failed })
  await client.responses.retrieve('resp_1')
  const { attributes, status } = await recording.span()
  expect(status.code).toBe(SpanStatusCode.UNSET)
  expect(attributes).toMatchObject({
    'gen_ai.response.status': 'failed',
    'gen_ai.response.finish_reasons': ['error'],
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: 'Be brief.' }]),
    'gen_ai.tool.definitions': JSON.stringify([{ type: 'function', name: 'look', parameters: {} }]),
  })
  expect(attributes['error.type']).toBeUndefined()
})

it('tells instructions that came as messages, which those of a stored prompt do', async () => {
  const recording = record()
  const text = (said: string): object => ({ type: 'input_text', text: said })
  const instructions = [
    { type: 'message', role: 'developer', content: [text('Be brief.'), { type: 'input_image', file_id: 'f' }] },
    { type: 'message', role: 'user', content: [text('And kind.')] },
  ]
  const client = await scriptedClient({ json: response('Hello.', { instructions }) })
  await client.responses.retrieve('resp_1')
  expect((await recording.span()).attributes['gen_ai.system_instructions']).toBe(
    JSON.stringify([
      { type: 'text', content: 'Be brief.' },
      { type: 'text', content: 'And kind.' },
    ]),
  )
})

it('is one span where the stream helper resumes by id', async () => {
  const recording = record()
  const client = await scriptedClient({ events: responseEvents('One two.') })
  const final = await client.responses.stream({ response_id: 'resp_1' }).finalResponse()
  expect(final.id).toBe('resp_1')
  expect((await recording.span()).name).toBe('fetch_response')
})

it('lets request options stand in the place of the query, as the client does', async () => {
  const recording = record()
  const api = await scriptedApi({ json: response('Hello.') })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
  await client.responses.retrieve('resp_1', { headers: { 'x-mine': '1' } })
  expect((await recording.span()).status.code).toBe(0)
  expect((await api.requests())[0]?.headers['x-mine']).toBe('1')
})
