import { chunksOf, completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { json, record } from '../../test/recording.ts'
import { withAgent, withTool } from '../index.ts'

const ask = (content: string) => ({
  model: 'gpt-5-mini',
  messages: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content },
  ],
})
const user = (content: string): object => ({ role: 'user', parts: [{ type: 'text', content }] })
const assistant = (content: string): object => ({ role: 'assistant', parts: [{ type: 'text', content }] })

// Calls after an `await`: the context follows it in Node.
describe('the span of an agent', () => {
  it('has provider and model of its calls, the question of the first and the answer of the last, and no usage', async () => {
    const recording = record()
    const client = await scriptedClient({ json: completion({ content: 'Looking' }) }, { events: chunksOf('Hello Ann') })
    await withAgent({ name: 'Greeter' }, async () => {
      await client.chat.completions.create(ask('Who is there?'))
      for await (const _ of await client.chat.completions.create({ ...ask('And now?'), stream: true }));
    })
    const [agent] = recording.named('invoke_agent Greeter')
    expect(agent?.attributes).toMatchObject({ 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-5-mini' })
    expect(json(agent!, 'gen_ai.input.messages')).toEqual([user('Who is there?')])
    expect(json(agent!, 'gen_ai.output.messages')).toEqual([assistant('Hello Ann')])
    expect(Object.keys(agent?.attributes ?? {}).join()).not.toContain('usage')
  })

  it('gives its provider to the tools inside', async () => {
    const recording = record()
    const client = await scriptedClient({ json: completion({ content: 'Hello' }) })
    await withAgent({ name: 'Greeter' }, async () => {
      await client.chat.completions.create(ask('Who?'))
      withTool({ name: 'search' }, () => 'found')
    })
    expect(recording.named('execute_tool search')[0]?.attributes['gen_ai.provider.name']).toBe('openai')
  })
})
