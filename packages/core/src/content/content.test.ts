import { diag, DiagLogLevel } from '@opentelemetry/api'
import { completion, response } from 'stand-in/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { json, record } from '../../test/recording.ts'
import type { Redact } from '../index.ts'
import { captureMode } from '../content-policy.ts'
import { redacted, toAttributes, toStructured } from './content.ts'

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

describe('the capture mode', () => {
  it.each([
    ['true', 'span'],
    ['false', 'none'],
    ['SPAN_ONLY', 'span'],
    ['event_only', 'event'],
    ['SPAN_AND_EVENT', 'span_and_event'],
    ['NO_CONTENT', 'none'],
    ['', 'none'],
    ['yes please', 'none'],
  ])('of the variable %j is %s', (value, mode) => {
    expect(captureMode(undefined, { [VARIABLE]: value })).toBe(mode)
  })

  it('of the option wins over the variable', () => {
    expect(captureMode(false, { [VARIABLE]: 'true' })).toBe('none')
    expect(captureMode('event', {})).toBe('event')
  })
})

describe('content', () => {
  const policy = { capture: 'span', maxBytes: 262_144 } as const

  it('is what redact leaves of it; what it drops, or fails at, is left out', () => {
    const content = {
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text' as const, content: 'My name is Ada' }] }],
      'gen_ai.output.messages': [],
      'gen_ai.tool.call.result': 'x',
    }
    const redact: Redact = (piece, { attribute }) => {
      if (attribute === 'gen_ai.output.messages') return undefined
      if (attribute === 'gen_ai.tool.call.result') throw new Error('no')
      return JSON.parse(JSON.stringify(piece).replace('Ada', '***')) as unknown
    }
    const kept = redacted(content, { policy: { ...policy, redact }, operation: 'chat' })
    expect(kept).toEqual({
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'My name is ***' }] }],
    })
  })

  it('holds nothing that looks like a key', () => {
    const key = `sk-proj-${'a1B2'.repeat(10)}`
    const { 'gen_ai.tool.call.result': text } = toAttributes(
      { 'gen_ai.tool.call.result': `key ${key}, AKIAABCDEFGHIJKLMNOP1234` },
      policy,
    )
    expect(text).toBe('key sk-proj-[removed], AKIA[removed]')
  })
})

describe('what redact returns', () => {
  afterEach(() => diag.disable())

  /** What is recorded of a call where `redact` is this, and what tracing says of it. */
  async function recorded(redact: Redact): Promise<{ attributes: Record<string, unknown>; said: string[] }> {
    const said: string[] = []
    const silent = (): void => {}
    const error = (message: string): void => void said.push(message)
    diag.setLogger({ error, warn: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.ERROR)
    const recording = record({ redact })
    const client = await scriptedClient({ json: completion() })
    await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] })
    return { attributes: (await recording.span()).attributes, said }
  }

  it.each<[string, Redact]>([
    ['null', () => null],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('x')],
    ['a number in place of messages', () => 5],
    ['an object in place of messages', () => ({ a: 1 })],
  ])('is left out where it is %s', async (_, redact) => {
    const { attributes } = await recorded(redact)
    expect(attributes).not.toHaveProperty(['gen_ai.input.messages'])
    expect(attributes).not.toHaveProperty(['gen_ai.output.messages'])
  })

  it('is one message where it is a text', async () => {
    const recording = record({ redact: () => '[redacted]' })
    const client = await scriptedClient({ json: response('Hello') })
    await client.responses.create({ model: 'm', input: 'x', instructions: 'Be kind.' })
    const span = await recording.span()
    const parts = [{ type: 'text', content: '[redacted]' }]
    expect(json(span, 'gen_ai.input.messages')).toEqual([{ role: 'user', parts }])
    expect(json(span, 'gen_ai.output.messages')).toEqual([{ role: 'assistant', parts }])
    expect(json(span, 'gen_ai.system_instructions')).toEqual(parts)
  })

  const asynchronous: Redact = () => Promise.reject(new Error('later'))

  it('is left out where it is a promise, which may fail, and tracing says why', async () => {
    const { attributes, said } = await recorded(asynchronous)
    expect(attributes).not.toHaveProperty(['gen_ai.input.messages'])
    expect(attributes).not.toHaveProperty(['gen_ai.output.messages'])
    expect(said).toEqual([
      'spanlit: redact is asynchronous for gen_ai.input.messages, which is left out; return what may be recorded at once',
      'spanlit: redact is asynchronous for gen_ai.output.messages, which is left out; return what may be recorded at once',
    ])
  })

  it('is complained about once, not for each call', async () => {
    expect((await recorded(asynchronous)).said).toEqual([])
  })

  it('may hold what can not be read, which costs nothing else', async () => {
    const unreadable = {
      toJSON() {
        throw new Error('no')
      },
    }
    const { attributes } = await recorded((content) => [...(content as object[]), { role: 'x', parts: [], unreadable }])
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'x' }] },
      { role: 'x', parts: [], unreadable: '[unreadable]' },
    ])
  })

  it('may be the content changed in place: neither what is sent nor what is answered changes with it', async () => {
    const mask = (content: unknown): unknown => {
      for (const [key, value] of Object.entries(content as Record<string, unknown>)) {
        if (typeof value === 'string') (content as Record<string, unknown>)[key] = value.replaceAll('Ada', '***')
        else if (value) mask(value)
      }
      return content
    }
    const recording = record({ redact: mask })
    const output = [
      { type: 'file_search_call', id: 'f', status: 'completed', queries: ['Ada'], results: [{ text: 'Ada is here' }] },
    ]
    const client = await scriptedClient({ json: response('', { output }) })
    const parameters = { type: 'object', properties: { a: { type: 'string', description: 'Of Ada' } } }
    const outcome = { type: 'exit' as const, exit_code: 0 }
    const input = { type: 'shell_call_output' as const, call_id: 's', output: [{ stdout: 'Ada', stderr: '', outcome }] }
    const answer = await client.responses.create({
      model: 'm',
      input: [input],
      tools: [{ type: 'function', name: 'find', parameters, strict: false }],
    })
    expect(answer.output).toEqual(output)
    expect(JSON.stringify([input, parameters])).not.toContain('***')
    const span = await recording.span()
    for (const name of ['gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.tool.definitions']) {
      expect(span.attributes[name]).toContain('***')
      expect(span.attributes[name]).not.toContain('Ada')
    }
  })
})

it('is structured on an event only where it is a structure by the conventions', () => {
  const query = '{"a":1}'
  const attributes = toAttributes(
    { 'gen_ai.retrieval.query.text': query, 'gen_ai.retrieval.documents': [{ id: 'f', score: 1 }] },
    { capture: 'event', maxBytes: 1000 },
  )
  expect(toStructured({ 'gen_ai.input.messages': '[{"broken', 'gen_ai.tool.call.result': 'r' })).toEqual({
    'gen_ai.input.messages': '[{"broken',
    'gen_ai.tool.call.result': 'r',
  })
  expect(toStructured(attributes)).toEqual({
    'gen_ai.retrieval.query.text': query,
    'gen_ai.retrieval.documents': [{ id: 'f', score: 1 }],
  })
})

it('a model cannot give redact an object with a prototype of its choice', async () => {
  const seen: unknown[] = []
  const recording = record({
    redact: (content) => {
      seen.push(content)
      return content
    },
  })
  const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"__proto__":{"admin":true},"x":1}' } }
  const client = await scriptedClient({ json: completion({ tool_calls: [call] }) })
  await client.chat.completions.create({ model: 'm', messages: [] })
  const [message] = seen.at(-1) as [{ parts: [{ arguments: Record<string, unknown> }] }]
  expect(message.parts[0].arguments['admin']).toBeUndefined()
  expect((await recording.span()).attributes['gen_ai.output.messages']).toContain('"__proto__":{"admin":true}')
})
