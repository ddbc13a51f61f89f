import { chunksOf, completion } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { record } from '../../test/recording.ts'

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hello' }] }

async function reasonsOf(recording: ReturnType<typeof record>): Promise<unknown> {
  const messages = (await recording.span()).attributes['gen_ai.output.messages']
  return (JSON.parse(String(messages)) as { finish_reason?: unknown }[]).map((message) => message.finish_reason)
}

it.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content_filter'],
  ['tool_calls', 'tool_call'],
  ['function_call', 'tool_call'],
])('an answer that ends by %s says so in each of its messages', async (given, recorded) => {
  const recording = record()
  const message = { role: 'assistant', content: 'Hi', refusal: null }
  const choices = [0, 1].map((index) => ({ index, message, finish_reason: given, logprobs: null }))
  const client = await scriptedClient({ json: { ...completion(), choices } })
  await client.chat.completions.create({ ...request, n: 2 })
  expect(await reasonsOf(recording)).toEqual([recorded, recorded])
})

it('a stream that is left early ends with an error', async () => {
  const recording = record()
  const client = await scriptedClient({ events: chunksOf('One two three'), pause: 20 })
  for await (const _ of await client.chat.completions.create({ ...request, stream: true })) break
  expect(await reasonsOf(recording)).toEqual(['error'])
})

it('a message that redact has made anew has its reason, too', async () => {
  const redact = (content: unknown, { attribute }: { attribute: string }): unknown =>
    attribute === 'gen_ai.output.messages' ? [{ role: 'assistant', parts: [] }] : content
  const recording = record({ redact })
  const client = await scriptedClient({ json: completion({ content: 'Hi' }) })
  await client.chat.completions.create(request)
  expect(await reasonsOf(recording)).toEqual(['stop'])
})
