import { Agent, OpenAIChatCompletionsModel, run } from '@openai/agents'
import { completion } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { record } from '../../test/recording.ts'
import { withAgent } from '../index.ts'

it('after a handoff of @openai/agents the calls of the next agent carry its name', async () => {
  const recording = record()
  const handoff = {
    id: 'call_1',
    type: 'function' as const,
    function: { name: 'transfer_to_Billing', arguments: '{}' },
  }
  const client = await scriptedClient(
    { json: completion({ content: null, tool_calls: [handoff] }) },
    { json: completion({ content: 'You owe nothing.' }) },
    { json: completion({ content: 'Outside' }) },
  )
  const model = new OpenAIChatCompletionsModel(client, 'gpt-5-mini')
  const billing = new Agent({ name: 'Billing', model })
  const triage = Agent.create({ name: 'Triage', model, handoffs: [billing] })
  const result = await withAgent({ name: 'Front desk', id: 'desk' }, () => run(triage, 'What do I owe?'))
  expect(result.finalOutput).toBe('You owe nothing.')
  await withAgent({ name: 'Front desk', id: 'desk' }, () =>
    client.chat.completions.create({ model: 'gpt-5-mini', messages: [] }),
  )
  const agents = recording
    .named('chat gpt-5-mini')
    .map(({ attributes }) => [attributes['gen_ai.agent.name'], attributes['gen_ai.agent.id']])
  expect(agents).toEqual([
    ['Triage', undefined],
    ['Billing', undefined],
    ['Front desk', 'desk'],
  ])
})
