import { describe, expect, it } from 'vitest'
import { json, record } from '../../test/recording.ts'
import { recordEvaluation, withAgent, withConversation, withSpan, withTool } from '../index.ts'
import { runTool } from './tool.ts'

const unserialisable = {
  toJSON(): never {
    throw new Error('no JSON')
  },
}

describe('a tool', () => {
  it('runs, and its span ends, where its arguments or its result cannot be read', () => {
    const recording = record()
    expect(withTool({ name: 'arguments', arguments: unserialisable }, () => 'ok')).toBe('ok')
    expect(withTool({ name: 'result', arguments: { a: 1 } }, () => unserialisable)).toBe(unserialisable)
    const thrower = {
      toJSON(): never {
        throw Object.create(null)
      },
    }
    expect(withTool({ name: 'throws no error', arguments: thrower }, () => 'ok')).toBe('ok')
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(withTool({ name: 'revoked', arguments: proxy }, () => 'ok')).toBe('ok')
    expect(withTool({ name: 'returns it' }, () => proxy) === proxy).toBe(true)
    const [first, second] = recording.spans()
    expect(recording.spans()).toHaveLength(5)
    expect(first?.attributes['gen_ai.tool.call.result']).toBe('ok')
    expect(second && json(second, 'gen_ai.tool.call.arguments')).toEqual({ a: 1 })
  })

  it('that fails says what it worked on only where content is captured', () => {
    const fail = (): never => {
      throw new Error('Cannot find Ann')
    }
    const off = record({ captureContent: false })
    expect(() =>
      withSpan('around', () => withTool({ name: 'find', arguments: 'Ann', description: 'Ann' }, fail)),
    ).toThrow()
    expect(
      JSON.stringify(off.spans().map(({ attributes, events, status }) => [attributes, events, status])),
    ).not.toContain('Ann')
    expect(off.named('execute_tool find')[0]?.status).toEqual({ code: 2, message: 'Error' })
    expect(off.named('around')[0]?.status).toEqual({ code: 2, message: 'Error' })
  })

  it('that fails keeps its arguments', () => {
    const recording = record()
    const fail = (): never => {
      throw new Error('Cannot find Ann')
    }
    expect(() => withTool({ name: 'find', arguments: { who: 'Ann' } }, fail)).toThrow('Cannot find Ann')
    const [span] = recording.spans()
    expect(span && json(span, 'gen_ai.tool.call.arguments')).toEqual({ who: 'Ann' })
    expect(span?.status.message).toBe('Cannot find Ann')
  })

  it('has its small attributes before the large ones, and its arguments as they were given', () => {
    const recording = record()
    const given = { who: 'Ann' }
    withTool({ name: 'find', arguments: given, description: 'Finds' }, (span) => {
      given.who = 'Bob'
      span.setAttribute('found', 2)
      return 'Ann'
    })
    const [span] = recording.spans()
    expect(span && json(span, 'gen_ai.tool.call.arguments')).toEqual({ who: 'Ann' })
    const names = Object.keys(span?.attributes ?? {})
    expect(names.slice(-2)).toEqual(['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'])
    expect(names.indexOf('found')).toBeLessThan(names.length - 2)
    expect(span?.attributes['gen_ai.tool.description']).toBe('Finds')
  })

  it('of a client goes by the policy of that client', () => {
    const recording = record({ captureContent: false })
    const policy = {
      capture: 'span',
      maxBytes: 1000,
      redact: (content: unknown) => String(content).replace('Ann', 'X'),
    } as const
    runTool(
      { name: 'find', arguments: 'Ann', description: 'Of Ann' },
      () => 'Ann too',
      () => policy,
    )
    expect(recording.spans()[0]?.attributes).toMatchObject({
      'gen_ai.tool.description': 'Of X',
      'gen_ai.tool.call.arguments': 'X',
      'gen_ai.tool.call.result': 'X too',
    })
  })
})

describe('an agent', () => {
  it('inside another has an id and a version of its own or none, and so have the spans inside', () => {
    const recording = record()
    withAgent({ name: 'outer', id: 'o1', version: '2' }, () =>
      withAgent({ name: 'inner' }, () => withTool({ name: 'find' }, () => {})),
    )
    for (const name of ['execute_tool find', 'invoke_agent inner']) {
      const attributes = recording.named(name)[0]?.attributes
      expect(attributes?.['gen_ai.agent.name']).toBe('inner')
      expect(attributes).not.toHaveProperty(['gen_ai.agent.id'])
      expect(attributes).not.toHaveProperty(['gen_ai.agent.version'])
    }
  })

  it('is part of the conversation around it, and so is what it calls', () => {
    const recording = record()
    withConversation('c1', () =>
      withAgent({ name: 'outer' }, () => withAgent({ name: 'inner' }, () => withTool({ name: 'find' }, () => {}))),
    )
    expect(recording.spans().map((span) => span.attributes['gen_ai.conversation.id'])).toEqual(['c1', 'c1', 'c1'])
  })
})

describe('the explanation of an evaluation', () => {
  it('is seen by redact, loses its keys, and has an end', () => {
    const seen: unknown[] = []
    const recording = record({
      captureContent: false,
      redact: (content, about) => {
        seen.push(about.attribute)
        return String(content).replace('Ann', 'X')
      },
    })
    const explanation = `Ann, with sk-proj-${'a1'.repeat(20)} ${'x'.repeat(10_000)}`
    withSpan('judge', () => recordEvaluation({ name: 'q', score: 1, explanation }))
    const recorded = String(recording.spans()[0]?.events[0]?.attributes?.['gen_ai.evaluation.explanation'])
    expect(recorded).toMatch(/^X, with sk-proj-\[removed\] xxx/)
    expect(recorded.length).toBeLessThan(4200)
    expect(seen).toEqual(['gen_ai.evaluation.explanation'])
  })
})
