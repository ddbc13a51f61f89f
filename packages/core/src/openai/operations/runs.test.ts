import { context, trace } from '@opentelemetry/api'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'
import { withSpan } from '../../index.ts'

const run = (more: object = {}): object => ({
  id: 'run_1',
  object: 'thread.run',
  created_at: 1_790_000_000,
  thread_id: 'thread_1',
  assistant_id: 'asst_1',
  status: 'queued',
  model: 'gpt-4o',
  instructions: 'Be brief.',
  tools: [{ type: 'function', function: { name: 'add' } }],
  usage: null,
  last_error: null,
  required_action: null,
  ...more,
})
const completed = run({ status: 'completed', usage: { prompt_tokens: 20, completion_tokens: 4, total_tokens: 24 } })
const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

it('records a run of an assistant as the invocation of a remote agent', async () => {
  const recording = record()
  const client = await scriptedClient({ json: run() })
  await client.beta.threads.runs.create('thread_1', {
    assistant_id: 'asst_1',
    additional_messages: [{ role: 'user', content: 'Add 1 and 2' }],
    temperature: 0.5,
  })
  const span = await recording.span()
  expect(span.name).toBe('invoke_agent')
  expect(span.attributes).toMatchObject({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.id': 'asst_1',
    'gen_ai.conversation.id': 'thread_1',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.response.id': 'run_1',
    'gen_ai.response.model': 'gpt-4o',
    'gen_ai.response.status': 'queued',
  })
  expect(span.attributes['gen_ai.response.finish_reasons']).toBeUndefined()
  expect(json(span, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be brief.' }])
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Add 1 and 2' }] },
  ])
})

it('is one span where a helper polls, which lasts until the run comes to rest', async () => {
  const recording = record()
  const client = await scriptedClient({ json: run() }, { json: run({ status: 'in_progress' }) }, { json: completed })
  const result = await client.beta.threads.runs.createAndPoll(
    'thread_1',
    { assistant_id: 'asst_1' },
    { pollIntervalMs: 5 },
  )
  expect(result.status).toBe('completed')
  const span = await recording.span()
  expect(span.name).toBe('invoke_agent')
  expect(span.attributes).toMatchObject({
    'gen_ai.response.status': 'completed',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 20,
    'gen_ai.usage.output_tokens': 4,
  })
  // Polls are not attempts.
  expect(span.attributes['http.request.resend_count']).toBeUndefined()
})

it('records the tools that a run asks for, and what they gave back', async () => {
  const recording = record()
  const required_action = {
    type: 'submit_tool_outputs',
    submit_tool_outputs: {
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }],
    },
  }
  const client = await scriptedClient(
    { json: run({ status: 'requires_action', required_action }) },
    { json: run() },
    { json: completed },
  )
  await client.beta.threads.createAndRun({
    assistant_id: 'asst_1',
    thread: { messages: [{ role: 'user', content: 'Add' }] },
  })
  await client.beta.threads.runs.submitToolOutputsAndPoll(
    'run_1',
    { thread_id: 'thread_1', tool_outputs: [{ tool_call_id: 'call_1', output: '3' }] },
    { pollIntervalMs: 5 },
  )
  await expect.poll(() => recording.spans().length).toBe(2)
  const [asked, answered] = recording.spans()
  expect(asked?.attributes).toMatchObject({
    'gen_ai.response.finish_reasons': ['tool_call'],
    'gen_ai.conversation.id': 'thread_1',
  })
  expect(json(asked!, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'call_1', name: 'add', arguments: { a: 1 } }] },
  ])
  expect(json(answered!, 'gen_ai.input.messages')).toEqual([
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '3' }] },
  ])
})

it('records a run that failed as a failure', async () => {
  const recording = record()
  const last_error = { code: 'rate_limit_exceeded', message: 'Too many' }
  const client = await scriptedClient({ json: run() }, { json: run({ status: 'failed', last_error }) })
  await client.beta.threads.createAndRunPoll({ assistant_id: 'asst_1' }, { pollIntervalMs: 5 })
  const span = await recording.span()
  expect(span.attributes['error.type']).toBe('rate_limit_exceeded')
  expect(span.status).toMatchObject({ code: 2, message: 'Too many' })
})

const delta = (value: string): string =>
  event('thread.message.delta', {
    id: 'msg_1',
    object: 'thread.message.delta',
    delta: { content: [{ index: 0, type: 'text', text: { value } }] },
  })
const message = {
  id: 'msg_1',
  object: 'thread.message',
  role: 'assistant',
  content: [{ type: 'text', text: { value: 'It is three.', annotations: [{ type: 'file_citation' }] } }],
}
const step = {
  id: 'step_1',
  object: 'thread.run.step',
  step_details: {
    type: 'tool_calls',
    tool_calls: [
      {
        id: 'ci_1',
        type: 'code_interpreter',
        code_interpreter: { input: '1+2', outputs: [{ type: 'logs', logs: '3' }] },
      },
    ],
  },
}

it('puts a streamed run together, with the tools that ran at the API', async () => {
  const recording = record()
  const client = await scriptedClient({
    events: [
      event('thread.run.created', run()),
      event('thread.run.step.created', { ...step, step_details: { type: 'tool_calls', tool_calls: [] } }),
      event('thread.run.step.completed', step),
      event('thread.message.created', { ...message, content: [] }),
      delta('It is '),
      delta('three.'),
      event('thread.message.completed', message),
      event('thread.run.completed', completed),
    ],
  })
  const parent = await withSpan('click', async (span) => {
    const stream = client.beta.threads.runs.stream('thread_1', { assistant_id: 'asst_1' })
    await stream.done()
    return span.spanContext().spanId
  })
  expect(trace.getSpan(context.active())).toBeUndefined()
  await expect.poll(() => recording.named('invoke_agent').length).toBe(1)
  const [span] = recording.named('invoke_agent')
  expect(span?.parentSpanContext?.spanId).toBe(parent)
  expect(span?.attributes).toMatchObject({
    'gen_ai.request.stream': true,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.output_tokens': 4,
    'spanlit.stream.outcome': 'completed',
  })
  expect(json(span!, 'gen_ai.output.messages')).toEqual([
    {
      role: 'assistant',
      parts: [
        {
          type: 'server_tool_call',
          id: 'ci_1',
          name: 'code_interpreter',
          server_tool_call: { id: 'ci_1', type: 'code_interpreter', input: '1+2' },
        },
        {
          type: 'server_tool_call_response',
          id: 'ci_1',
          server_tool_call_response: { outputs: [{ type: 'logs', logs: '3' }], type: 'code_interpreter' },
        },
        { type: 'text', content: 'It is three.' },
      ],
    },
  ])
})

it('keeps the text so far of a streamed run that was broken off', async () => {
  const recording = record()
  const client = await scriptedClient({
    events: [event('thread.run.created', run()), delta('It '), delta('is ')],
    pause: 20,
    end: 'hang',
  })
  let count = 0
  for await (const _ of await client.beta.threads.createAndRun({ assistant_id: 'asst_1', stream: true })) {
    count += 1
    if (count === 3) break
  }
  const span = await recording.span()
  expect(span.attributes).toMatchObject({
    'gen_ai.response.finish_reasons': ['error'],
    'spanlit.stream.outcome': 'cancelled',
  })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'It is ' }] },
  ])
})
