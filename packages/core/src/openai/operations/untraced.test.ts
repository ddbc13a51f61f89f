import { response } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { record } from '../../../test/recording.ts'

it('passes what is no operation of a model untraced', async () => {
  const recording = record()
  const client = await scriptedClient({ json: { object: 'list', data: [{ id: 'x' }], has_more: false } })
  await client.models.list()
  for await (const _ of client.files.list());
  await client.conversations.create({ metadata: { topic: 'claims' } })
  await client.vectorStores.retrieve('vs_1')
  await client.responses.cancel('resp_1')
  expect(recording.spans()).toEqual([])
})

it('takes the conversation of a response as the conversation of its span', async () => {
  const recording = record()
  const client = await scriptedClient(
    { json: { id: 'conv_1', object: 'conversation' } },
    { json: response('Hello.', { conversation: { id: 'conv_1' } }) },
  )
  const conversation = await client.conversations.create()
  await client.responses.create({ model: 'm', input: 'Hi', conversation: conversation.id })
  expect((await recording.span()).attributes['gen_ai.conversation.id']).toBe('conv_1')
})
