import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { json, record } from '../../test/recording.ts'
import { withAgent, withConversation, withSpan, withTool, withUser } from '../index.ts'

const ask = (content: string) => ({
  model: 'gpt-5-mini',
  messages: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content },
  ],
})
const user = (content: string): object => ({ role: 'user', parts: [{ type: 'text', content }] })
const assistant = (content: string): object => ({ role: 'assistant', parts: [{ type: 'text', content }] })

describe('the span of an agent', () => {
  it('has input and output as the application gives them', async () => {
    const recording = record()
    const client = await scriptedClient({ json: completion({ content: 'Hello' }) })
    const output = (result: unknown): string => `said ${String(result)}`
    const result = await withAgent({ name: 'Greeter', input: 'Greet Ann', output }, async () => {
      await client.chat.completions.create(ask('Who is there?'))
      return 'hi'
    })
    expect(result).toBe('hi')
    const [agent] = recording.named('invoke_agent Greeter')
    expect(json(agent!, 'gen_ai.input.messages')).toEqual([user('Greet Ann')])
    expect(json(agent!, 'gen_ai.output.messages')).toEqual([assistant('said hi')])
  })

  it('has neither while content is not captured', async () => {
    const recording = record({ captureContent: false })
    const client = await scriptedClient({ json: completion({ content: 'Hello' }) })
    await withAgent({ name: 'Greeter', input: 'Greet Ann' }, () => client.chat.completions.create(ask('Who?')))
    const [agent] = recording.named('invoke_agent Greeter')
    expect(JSON.stringify(agent?.attributes)).not.toMatch(/messages|Ann|Hello/)
    expect(agent?.attributes['gen_ai.provider.name']).toBe('openai')
  })

  it('has what redact leaves of them', async () => {
    const redact = (content: unknown): unknown =>
      JSON.parse(JSON.stringify(content).replaceAll('Ann', '***')) as unknown
    const recording = record({ redact })
    const client = await scriptedClient({ json: completion({ content: 'Hello Ann' }) })
    await withAgent({ name: 'Greeter', input: 'Greet Ann' }, () => client.chat.completions.create(ask('Ann?')))
    const [agent] = recording.named('invoke_agent Greeter')
    expect(json(agent!, 'gen_ai.input.messages')).toEqual([user('Greet ***')])
    expect(json(agent!, 'gen_ai.output.messages')).toEqual([assistant('Hello ***')])
  })

  it('an output that throws harms neither the agent nor its span', () => {
    const recording = record()
    const output = (): never => {
      throw new Error('no output')
    }
    expect(withAgent({ name: 'Greeter', output }, () => 'hi')).toBe('hi')
    expect(recording.named('invoke_agent Greeter')[0]?.status.code).toBe(0)
  })

  it.each([
    [{}, 'withAgent takes an agent first, at least { name }.'],
    [{ name: 'a', output: 'text' }, 'The output of an agent is a function that reads the answer from the result'],
  ])('%j is refused', (agent, words) => {
    expect(() => withAgent(agent as never, () => {})).toThrow(words)
  })
})

describe('a user', () => {
  it('is on every span inside: of calls, of agents, of tools, and of your own', async () => {
    const recording = record()
    const client = await scriptedClient({ json: completion({ content: 'Hello' }) })
    await withUser('u1', () =>
      withConversation('c1', () =>
        withSpan('own', () =>
          withAgent({ name: 'Greeter' }, async () => {
            withTool({ name: 'search' }, () => 'found')
            await client.chat.completions.create(ask('Who?'))
          }),
        ),
      ),
    )
    withSpan('outside', () => {})
    const users = recording.spans().map((span) => [span.name.split(' ')[0], span.attributes['user.id']])
    expect(Object.fromEntries(users)).toEqual({
      execute_tool: 'u1',
      chat: 'u1',
      invoke_agent: 'u1',
      own: 'u1',
      outside: undefined,
    })
    expect(recording.named('chat gpt-5-mini')[0]?.attributes['gen_ai.conversation.id']).toBe('c1')
  })
})
