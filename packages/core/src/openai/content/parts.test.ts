import type OpenAI from 'openai'
import { completion, response } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

type Input = OpenAI.Responses.ResponseInput

/** What is recorded of items that the API answers with. */
async function output(...items: object[]): Promise<unknown> {
  const recording = record()
  const client = await scriptedClient({ json: response('', { output: items }) })
  await client.responses.create({ model: 'm', input: 'x' })
  const [message] = json(await recording.span(), 'gen_ai.output.messages') as { parts: unknown }[]
  return message?.parts
}

/** What is recorded of items that the application sends. */
async function input(...items: object[]): Promise<unknown> {
  const recording = record()
  const client = await scriptedClient({ json: response('') })
  await client.responses.create({ model: 'm', input: items as Input })
  return json(await recording.span(), 'gen_ai.input.messages')
}

it('records text without its annotations, refusals, reasoning and what was compacted', async () => {
  const annotations = [{ type: 'url_citation', url: 'https://example.com', start_index: 0, end_index: 1, title: 'x' }]
  expect(
    await output(
      {
        type: 'reasoning',
        id: 'r',
        summary: [{ type: 'summary_text', text: 'Short' }],
        content: [{ type: 'reasoning_text', text: 'Long' }],
        encrypted_content: 'gAAA',
      },
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'output_text', text: 'Yes', annotations, logprobs: [] },
          { type: 'refusal', refusal: 'No' },
        ],
      },
      { type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAA' },
    ),
  ).toEqual([
    { type: 'reasoning', content: 'Short' },
    { type: 'reasoning', content: 'Long' },
    { type: 'text', content: 'Yes' },
    { type: 'openai.refusal', content: 'No' },
    { type: 'compaction', id: 'cmp_1' },
  ])
})

it('records tools that the application runs as tool calls, whatever their protocol', async () => {
  const call = (type: string, more: object): object => ({ type, id: 'x', call_id: type, status: 'completed', ...more })
  expect(
    await output(
      call('function_call', { name: 'add', arguments: '{"a":1}' }),
      call('custom_tool_call', { name: 'sql', input: 'SELECT 1' }),
      call('computer_call', { action: { type: 'click', x: 1, y: 2 } }),
      call('local_shell_call', { action: { type: 'exec', command: ['ls'] } }),
      call('shell_call', { action: { commands: ['ls'] } }),
      call('apply_patch_call', { operation: { type: 'delete_file', path: 'a' } }),
    ),
  ).toEqual([
    { type: 'tool_call', id: 'function_call', name: 'add', arguments: { a: 1 } },
    { type: 'tool_call', id: 'custom_tool_call', name: 'sql', arguments: 'SELECT 1' },
    { type: 'tool_call', id: 'computer_call', name: 'computer', arguments: { type: 'click', x: 1, y: 2 } },
    { type: 'tool_call', id: 'local_shell_call', name: 'local_shell', arguments: { type: 'exec', command: ['ls'] } },
    { type: 'tool_call', id: 'shell_call', name: 'shell', arguments: { commands: ['ls'] } },
    { type: 'tool_call', id: 'apply_patch_call', name: 'apply_patch', arguments: { type: 'delete_file', path: 'a' } },
  ])
})

it('records tools that run at the API as server tool calls with their results', async () => {
  expect(
    await output(
      {
        type: 'file_search_call',
        id: 'fs',
        status: 'completed',
        queries: ['flood'],
        results: [{ file_id: 'f', score: 1, text: 'Yes' }],
      },
      {
        type: 'code_interpreter_call',
        id: 'ci',
        status: 'completed',
        code: '1+1',
        container_id: 'c',
        outputs: [{ type: 'logs', logs: '2' }],
      },
      { type: 'mcp_call', id: 'mcp', name: 'get', server_label: 'crm', arguments: '{}', output: 'ok', error: null },
      { type: 'image_generation_call', id: 'ig', status: 'completed', output_format: 'webp', result: 'aGk=' },
    ),
  ).toEqual([
    {
      type: 'server_tool_call',
      id: 'fs',
      name: 'file_search',
      server_tool_call: { type: 'file_search_call', id: 'fs', status: 'completed', queries: ['flood'] },
    },
    {
      type: 'server_tool_call_response',
      id: 'fs',
      server_tool_call_response: { type: 'file_search_call', results: [{ file_id: 'f', score: 1, text: 'Yes' }] },
    },
    {
      type: 'server_tool_call',
      id: 'ci',
      name: 'code_interpreter',
      server_tool_call: {
        type: 'code_interpreter_call',
        id: 'ci',
        status: 'completed',
        code: '1+1',
        container_id: 'c',
      },
    },
    {
      type: 'server_tool_call_response',
      id: 'ci',
      server_tool_call_response: { type: 'code_interpreter_call', outputs: [{ type: 'logs', logs: '2' }] },
    },
    {
      type: 'server_tool_call',
      id: 'mcp',
      name: 'get',
      server_tool_call: { type: 'mcp_call', id: 'mcp', name: 'get', server_label: 'crm', arguments: '{}' },
    },
    { type: 'server_tool_call_response', id: 'mcp', server_tool_call_response: { type: 'mcp_call', output: 'ok' } },
    {
      type: 'server_tool_call',
      id: 'ig',
      name: 'image_generation',
      server_tool_call: { type: 'image_generation_call', id: 'ig', status: 'completed', output_format: 'webp' },
    },
    { type: 'blob', modality: 'image', mime_type: 'image/webp', content: 'aGk=' },
  ])
})

it('records of listed tools their names, and who approved what', async () => {
  expect(
    await input(
      {
        type: 'mcp_list_tools',
        id: 'l',
        server_label: 'crm',
        tools: [{ name: 'get', input_schema: { type: 'object' } }],
      },
      { type: 'mcp_approval_request', id: 'a', name: 'get', server_label: 'crm', arguments: '{}' },
      { type: 'mcp_approval_response', approval_request_id: 'a', approve: true },
      { type: 'item_reference', id: 'msg_0' },
      // The type of a reference may be left out.
      { id: 'msg_1' },
      { type: null, id: 'msg_2' },
    ),
  ).toEqual([
    { role: 'assistant', parts: [{ type: 'openai.mcp_list_tools', id: 'l', server_label: 'crm', tools: ['get'] }] },
    {
      role: 'assistant',
      parts: [{ type: 'openai.mcp_approval_request', id: 'a', name: 'get', server_label: 'crm', arguments: '{}' }],
    },
    { role: 'user', parts: [{ type: 'openai.mcp_approval_response', approval_request_id: 'a', approve: true }] },
    ...[0, 1, 2].map((id) => ({ role: 'assistant', parts: [{ type: 'openai.item_reference', id: `msg_${id}` }] })),
  ])
})

it('records images and files that a tool gives back as parts of their own', async () => {
  expect(
    await input(
      {
        type: 'computer_call_output',
        call_id: 'c',
        output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,aGk=' },
      },
      {
        type: 'function_call_output',
        call_id: 'f',
        output: [
          { type: 'input_text', text: 'See' },
          { type: 'input_file', file_id: 'file-1' },
        ],
      },
      {
        type: 'shell_call_output',
        call_id: 's',
        output: [{ stdout: 'a', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
      },
      { type: 'local_shell_call_output', id: 'l', output: 'done' },
      { type: 'apply_patch_call_output', call_id: 'p', status: 'failed' },
    ),
  ).toEqual([
    {
      role: 'tool',
      parts: [
        { type: 'tool_call_response', id: 'c', response: '' },
        { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'aGk=' },
      ],
    },
    {
      role: 'tool',
      parts: [
        { type: 'tool_call_response', id: 'f', response: 'See' },
        { type: 'file', modality: 'document', file_id: 'file-1' },
      ],
    },
    {
      role: 'tool',
      parts: [
        {
          type: 'tool_call_response',
          id: 's',
          response: [{ stdout: 'a', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
        },
      ],
    },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'l', response: 'done' }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'p', response: 'failed' }] },
  ])
})

it("records a search among the application's tools as a call that waits for it, and what it has found as its response", async () => {
  const search = { type: 'tool_search_call', id: 's', call_id: 'c1', execution: 'client', arguments: { goal: 'rain' } }
  const recording = record()
  const client = await scriptedClient({ json: response('', { output: [search] }) })
  const found = {
    type: 'tool_search_output',
    call_id: 'c1',
    execution: 'client',
    tools: [{ type: 'function', name: 'rain' }],
  }
  await client.responses.create({ model: 'm', input: [search, found] as Input })
  const span = await recording.span()
  expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(['tool_call'])
  const call = { type: 'tool_call', id: 'c1', name: 'tool_search', arguments: { goal: 'rain' } }
  expect(json(span, 'gen_ai.output.messages')).toMatchObject([{ role: 'assistant', parts: [call] }])
  expect(json(span, 'gen_ai.input.messages')).toMatchObject([
    { role: 'assistant', parts: [call] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: found.tools }] },
  ])
})

it('records of the servers that a search has found no credentials', async () => {
  const mcp = { type: 'mcp', server_label: 'crm', authorization: 'ya29.crm', headers: { 'x-api-key': 'hunter2' } }
  expect(await input({ type: 'tool_search_output', call_id: 'c1', execution: 'client', tools: [mcp] })).toEqual([
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: [{ type: 'mcp', name: 'crm' }] }] },
  ])
})

it('gives a call that runs at the API the id by which its output names it', async () => {
  const about = { call_id: 'call_1', action: 'spawn_agent' }
  const parts = await output(
    { ...about, type: 'multi_agent_call', id: 'mac_1', arguments: '{}' },
    { ...about, type: 'multi_agent_call_output', id: 'maco_1', output: [{ type: 'output_text', text: 'Done' }] },
  )
  expect(parts).toMatchObject([
    { type: 'server_tool_call', id: 'call_1', name: 'multi_agent' },
    { type: 'tool_call_response', id: 'call_1', response: 'Done' },
  ])
})

it('records one answer as one message, whoever is said to say its items', async () => {
  const parts = await output(
    { type: 'additional_tools', id: 't', role: 'developer', tools: [{ type: 'function', name: 'f' }] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes' }] },
  )
  expect(parts).toEqual([
    expect.objectContaining({ type: 'openai.additional_tools' }),
    { type: 'text', content: 'Yes' },
  ])
})

it('records the grammar of a custom tool and the tools of a namespace', async () => {
  const recording = record()
  const client = await scriptedClient({ json: response('') })
  const format = { type: 'grammar', syntax: 'regex', definition: '[a-z]+' }
  const tools = [
    { type: 'custom', name: 'c', format },
    { type: 'namespace', name: 'n', description: 'Some', tools: [{ type: 'function', name: 'f', parameters: {} }] },
  ]
  await client.responses.create({ model: 'm', input: 'x', tools: tools as never })
  expect(json(await recording.span(), 'gen_ai.tool.definitions')).toEqual(tools)
})

it('records media of a message by content, by URL or by id', async () => {
  const content = [
    { type: 'input_image', image_url: 'data:image/jpeg;base64,aGk=', detail: 'auto' },
    { type: 'input_image', file_id: 'file-1', detail: 'auto' },
    { type: 'input_file', file_url: 'https://example.com/a.pdf' },
    { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' },
    { type: 'input_file', filename: 'b.pdf' },
    { type: 'image_file', image_file: { file_id: 'file-2' } },
    { type: 'input_audio', input_audio: { data: 'aGk=', format: 'mp3' } },
    { type: 'input_audio', input_audio: { data: 'aGk=' } },
    { holds: 'something' },
  ]
  expect(await input({ role: 'user', content })).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'blob', modality: 'image', mime_type: 'image/jpeg', content: 'aGk=' },
        { type: 'file', modality: 'image', file_id: 'file-1' },
        { type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' },
        { type: 'blob', modality: 'document', mime_type: 'application/pdf', content: 'aGk=' },
        { type: 'openai.file', filename: 'b.pdf' },
        { type: 'file', modality: 'image', file_id: 'file-2' },
        { type: 'blob', modality: 'audio', mime_type: 'audio/mpeg', content: 'aGk=' },
        { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'aGk=' },
        { type: 'openai.part', holds: 'something' },
      ],
    },
  ])
})

it('records what chat completions may hold beside text', async () => {
  const recording = record()
  const message = {
    content: 'Hm.',
    reasoning_content: 'Think.',
    annotations: [{ type: 'url_citation' }],
    audio: { id: 'audio_1', data: 'aGk=', transcript: 'Hi', expires_at: 1 },
    tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }],
  }

  const client = await scriptedClient({ json: completion(message) })
  await client.chat.completions.create({
    model: 'm',
    messages: [
      { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }], audio: { id: 'audio_0' } },
      { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: '1' }] },
      { role: 'function', name: 'old', content: '2' },
      {
        role: 'user',
        name: 'ada',
        content: [{ type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' } }],
      },
    ],
  })
  const span = await recording.span()
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    { role: 'developer', parts: [{ type: 'text', content: 'Be brief.' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'openai.refusal', content: 'No.' },
        { type: 'file', modality: 'audio', file_id: 'audio_0' },
      ],
    },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: '1' }] },
    { role: 'function', name: 'old', parts: [{ type: 'tool_call_response', id: 'old', response: '2' }] },
    {
      role: 'user',
      name: 'ada',
      parts: [{ type: 'blob', modality: 'document', mime_type: 'application/pdf', content: 'aGk=' }],
    },
  ])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Think.' },
        { type: 'text', content: 'Hm.' },
        { type: 'blob', modality: 'audio', content: 'aGk=', transcript: 'Hi' },
        { type: 'tool_call', id: 'c', name: 'sql', arguments: 'SELECT 1' },
      ],
    },
  ])
})

it('records the content of a file as content, whether it comes as a data URL, in capitals, or bare', async () => {
  const content = [
    { type: 'input_file', filename: 'a.pdf', file_data: 'JVBERi0x' },
    { type: 'input_image', image_url: 'DATA:image/png;BASE64,aGk=', detail: 'auto' },
  ]
  expect(await input({ role: 'user', content })).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'blob', modality: 'document', content: 'JVBERi0x' },
        { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'aGk=' },
      ],
    },
  ])
})

it('records arguments with all digits of a number that JavaScript does not have, and all else as it is', async () => {
  const call = (text: string): object => ({ type: 'function_call', call_id: 'c', name: 'f', arguments: text })
  const large = '{"id": 1234567890123456789}'
  const digits = '{"share": 0.14285714285714285, "card": "nr: 1234567890123456789, [1234567890123456]"}'
  expect(await output(call(large), call(digits))).toEqual([
    { type: 'tool_call', id: 'c', name: 'f', arguments: { id: '1234567890123456789' } },
    { type: 'tool_call', id: 'c', name: 'f', arguments: JSON.parse(digits) as object },
  ])
})

it('records what was sent, though the application uses its objects again while the call runs', async () => {
  const recording = record()
  const outcome = { type: 'exit' as const, exit_code: 0 }
  const shell = { stdout: 'first', stderr: '', outcome }
  const properties: Record<string, object> = { first: {} }
  const arguments_ = { x: 'first' }
  const stop = ['first']
  const body = {
    model: 'm',
    stop,
    input: [
      { type: 'shell_call_output', call_id: 's', output: [shell] },
      { type: 'computer_call', call_id: 'c', action: arguments_ },
      { type: 'mcp_approval_request', id: 'a', name: 'get', server_label: 'crm', arguments: arguments_ },
    ] as unknown as Input,
    tools: [{ type: 'function', name: 'f', parameters: { type: 'object', properties }, strict: false }],
  }
  const client = (await scriptedClient({ json: response(''), delay: 30 })).withOptions({
    fetch(url, init) {
      const answer = fetch(url, init)
      shell.stdout = 'second'
      properties.second = {}
      arguments_.x = 'second'
      stop[0] = 'second'
      return answer
    },
  })
  await client.responses.create(body as OpenAI.Responses.ResponseCreateParamsNonStreaming)
  const span = await recording.span()
  expect(JSON.stringify(span.attributes)).not.toContain('second')
  expect(JSON.stringify(span.attributes).match(/first/g)).toHaveLength(5)
})

it('records images by the URL that is sent, and those that stand in it unescaped', async () => {
  const recording = record()
  const client = await scriptedClient({ json: completion() })
  const urls = [`data:image/svg+xml;utf8,<svg width='100%'/>`, new URL('https://a.b/c.png') as unknown as string]
  const content = urls.map((url) => ({ type: 'image_url' as const, image_url: { url } }))
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] })
  expect(json(await recording.span(), 'gen_ai.input.messages')).toEqual([
    {
      role: 'user',
      parts: [
        { type: 'blob', modality: 'image', mime_type: 'image/svg+xml', content: btoa(`<svg width='100%'/>`) },
        { type: 'uri', modality: 'image', uri: 'https://a.b/c.png' },
      ],
    },
  ])
})
