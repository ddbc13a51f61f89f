import OpenAI from 'openai'
import { chunk, chunksOf, completion, usageChunk } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { json, record } from '../../test/recording.ts'
import { instrumentOpenAI } from '../index.ts'

function clientOf(api: { baseURL: string }): OpenAI {
  return instrumentOpenAI(
    new OpenAI({ apiKey: 'test', baseURL: api.baseURL, dangerouslyAllowBrowser: true, maxRetries: 2 }),
  )
}

const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Say hello.' },
]

describe('a chat completion', () => {
  it('is one span with what the wire says, by the conventions', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const answer = await clientOf(api).chat.completions.create({
      model: 'gpt-5-mini',
      messages,
      temperature: 0.2,
      max_completion_tokens: 50,
      stop: ['END'],
      seed: 7,
      reasoning_effort: 'low',
    })
    expect(answer.choices[0]?.message.content).toBe('Hello.')
    const span = await recording.span()
    expect(span.name).toBe('chat gpt-5-mini')
    expect(span.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.request.seed': 7,
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-5-mini-2026-01-01',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 2,
      'openai.api.type': 'chat_completions',
      'openai.response.service_tier': 'default',
      'openai.response.system_fingerprint': 'fp_1',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(api.baseURL).port),
      'http.response.header.x-request-id': ['req_1'],
    })
    expect(json(span, 'gen_ai.input.messages')).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Say hello.' }] },
    ])
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Hello.' }] },
    ])
  })

  it('records no content where none is to be captured, not even in an error', async () => {
    const recording = record({ captureContent: false })
    const error = { message: "Invalid value: 'Say hello.'", code: 'invalid_value', type: 'invalid_request_error' }
    const api = await scriptedApi({ status: 400, json: { error } })
    await expect(clientOf(api).chat.completions.create({ model: 'm', messages })).rejects.toThrow('Say hello.')
    const span = await recording.span()
    expect(JSON.stringify([span.attributes, span.events, span.status])).not.toContain('hello')
    expect(span.attributes).toMatchObject({ 'error.type': 'invalid_value', 'http.response.status_code': 400 })
  })

  it('is one span for all attempts, which shows how many there were', async () => {
    const recording = record()
    const limited = {
      status: 429,
      headers: { 'retry-after-ms': '5' },
      json: { error: { message: 'Slow down', code: 'rate_limit_exceeded' } },
    }
    const api = await scriptedApi(limited, limited, { json: completion() })
    await clientOf(api).chat.completions.create({ model: 'm', messages })
    const span = await recording.span()
    expect(span.attributes['http.request.resend_count']).toBe(2)
    expect(span.events.map((event) => event.name)).toEqual(['http.request.resend', 'http.request.resend'])
    expect(await api.requests()).toHaveLength(3)
  })

  it('keeps arguments that are not JSON as the text that the model wrote', async () => {
    const recording = record()
    const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"query": "fl' } }
    const api = await scriptedApi({ json: completion({ tool_calls: [call] }) })
    await clientOf(api).chat.completions.create({ model: 'm', messages })
    expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'call_1', name: 'search', arguments: '{"query": "fl' }] },
    ])
  })

  it('takes any message that the API takes', async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    await clientOf(api).chat.completions.create({
      model: 'm',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
            { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
            { type: 'file', file: { file_id: 'file-1' } },
          ],
        },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '42' },
      ],
    })
    expect(json(await recording.span(), 'gen_ai.input.messages')).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Look' },
          { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'aGk=' },
          { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'aGk=' },
          { type: 'file', modality: 'document', file_id: 'file-1' },
        ],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: '42' }] },
    ])
  })
})

describe('a streamed chat completion', () => {
  it('is one span, from the call to the last chunk, with the answer put together', async () => {
    const recording = record()
    const api = await scriptedApi({ events: [...chunksOf('One two three.'), usageChunk] })
    const stream = await clientOf(api).chat.completions.create({
      model: 'm',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    expect(recording.spans()).toHaveLength(0)
    let text = ''
    for await (const part of stream) text += part.choices[0]?.delta.content ?? ''
    expect(text).toBe('One two three.')
    const span = await recording.span()
    expect(span.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 12,
      'spanlit.stream.outcome': 'completed',
    })
    expect(span.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0)
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'One two three.' }] },
    ])
  })

  it('puts interleaved parallel tool calls together by their index', async () => {
    const recording = record()
    const call = (index: number, fn: object, more: object = {}): object =>
      chunk({ tool_calls: [{ index, ...more, function: fn }] })
    const api = await scriptedApi({
      events: [
        call(0, { name: 'a', arguments: '' }, { id: 'c0', type: 'function' }),
        call(1, { name: 'b', arguments: '' }, { id: 'c1', type: 'function' }),
        call(0, { arguments: '{"x":' }),
        call(1, { arguments: '{"y":' }),
        call(0, { arguments: '1}' }),
        call(1, { arguments: '2}' }),
        chunk({}, {}, { finish_reason: 'tool_calls' }),
      ],
    })
    for await (const _ of await clientOf(api).chat.completions.create({ model: 'm', messages, stream: true }));
    expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 'c0', name: 'a', arguments: { x: 1 } },
          { type: 'tool_call', id: 'c1', name: 'b', arguments: { y: 2 } },
        ],
      },
    ])
  })

  it('takes chunks without choices, and several choices', async () => {
    const recording = record()
    const api = await scriptedApi({
      events: [
        { id: '', object: '', model: '', prompt_filter_results: [{ prompt_index: 0 }] },
        chunk({ content: 'A' }, {}, { index: 0 }),
        chunk({ content: 'B' }, {}, { index: 1 }),
        chunk({}, {}, { index: 1, finish_reason: 'length' }),
        chunk({}, {}, { index: 0, finish_reason: 'stop' }),
      ],
    })
    for await (const _ of await clientOf(api).chat.completions.create({ model: 'm', messages, stream: true, n: 2 }));
    const span = await recording.span()
    expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(['stop', 'length'])
    expect(json(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'A' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'B' }] },
    ])
  })
})
