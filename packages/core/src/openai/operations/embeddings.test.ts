import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { record } from '../../../test/recording.ts'

it('records the encoding that was asked for as a list, and an empty one not at all', async () => {
  const recording = record()
  const answer = { json: { object: 'list', model: 'm', data: [{ object: 'embedding', index: 0, embedding: [1, 2] }] } }
  const client = await scriptedClient(answer, answer)
  await client.embeddings.create({ model: 'm', input: 'x', encoding_format: 'float' })
  await client.embeddings.create({ model: 'm', input: 'x', encoding_format: '' as 'float' })
  await expect.poll(() => recording.spans().length).toBe(2)
  const formats = recording.spans().map((span) => span.attributes['gen_ai.request.encoding_formats'])
  expect(formats).toEqual([['float'], undefined])
})

it('knows the number of dimensions also of an embedding that comes as base64', async () => {
  const recording = record()
  const embedding = btoa(String.fromCharCode(...new Uint8Array(new Float32Array(7).buffer)))
  const client = await scriptedClient({ json: { object: 'list', model: 'm', data: [{ index: 0, embedding }] } })
  await client.embeddings.create({ model: 'm', input: 'x', encoding_format: 'base64' })
  expect((await recording.span()).attributes['gen_ai.embeddings.dimension.count']).toBe(7)
})
