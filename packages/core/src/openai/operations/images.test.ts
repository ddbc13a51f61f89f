import { toFile } from 'openai'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

const usage = {
  input_tokens: 50,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
  output_tokens: 4160,
  output_tokens_details: { image_tokens: 4160, text_tokens: 0 },
  total_tokens: 4210,
}

it('records a generated image with its prompt and its tokens by modality', async () => {
  const recording = record()
  const data = [
    { b64_json: 'aGk=' },
    { url: 'https://example.com/1.webp', revised_prompt: 'An otter, wearing a beret' },
  ]
  const client = await scriptedClient({ json: { created: 1_790_000_000, output_format: 'webp', data, usage } })
  await client.images.generate({ model: 'gpt-image-2', prompt: 'An otter', n: 2, size: '1024x1024' })
  const span = await recording.span()
  expect(span.name).toBe('generate_content gpt-image-2')
  expect(span.attributes).toMatchObject({
    'gen_ai.output.type': 'image',
    'gen_ai.request.choice.count': 2,
    'gen_ai.usage.input_tokens': 50,
    'gen_ai.usage.text.input_tokens': 10,
    'gen_ai.usage.image.input_tokens': 40,
    'gen_ai.usage.image.output_tokens': 4160,
  })
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'An otter' }] },
  ])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'blob', modality: 'image', mime_type: 'image/webp', content: 'aGk=' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'uri', modality: 'image', uri: 'https://example.com/1.webp' },
        { type: 'openai.revised_prompt', content: 'An otter, wearing a beret' },
      ],
    },
  ])
})

it('describes the images of an edit without reading them', async () => {
  const recording = record()
  const client = await scriptedClient({ json: { created: 1, data: [{ b64_json: 'aGk=' }] } })
  const image = await toFile(new Uint8Array([1, 2, 3]), 'otter.png', { type: 'image/png' })
  await client.images.edit({ model: 'm', prompt: 'A hat', image: [image], mask: image })
  const part = { type: 'openai.file', modality: 'image', filename: 'otter.png', mime_type: 'image/png', bytes: 3 }
  expect(json(await recording.span(), 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'A hat' }, part, part] },
  ])
})

it('keeps of a streamed image the finest one', async () => {
  const recording = record()
  const partial = (index: number): object => ({
    type: 'image_generation.partial_image',
    partial_image_index: index,
    b64_json: `cGFydA=${index}`,
  })
  const client = await scriptedClient({
    events: [
      partial(0),
      partial(1),
      { type: 'image_generation.completed', b64_json: 'ZG9uZQ==', output_format: 'jpeg', usage },
    ],
  })
  for await (const _ of await client.images.generate({
    model: 'm',
    prompt: 'An otter',
    stream: true,
    partial_images: 2,
  }));
  const span = await recording.span()
  expect(span.attributes).toMatchObject({ 'gen_ai.request.stream': true, 'gen_ai.usage.output_tokens': 4160 })
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'blob', modality: 'image', mime_type: 'image/jpeg', content: 'ZG9uZQ==' }] },
  ])
})

it('records the last partial image of a stream that was broken off', async () => {
  const recording = record()
  const event = { type: 'image_edit.partial_image', partial_image_index: 0, b64_json: 'cGFydA==', output_format: 'png' }
  const client = await scriptedClient({ events: [event, event], pause: 30 })
  const image = await toFile(new Uint8Array([1]), 'a.png')
  for await (const _ of await client.images.edit({ model: 'm', prompt: 'A hat', image, stream: true })) break
  const span = await recording.span()
  expect(span.attributes['spanlit.stream.outcome']).toBe('cancelled')
  expect(JSON.stringify(json(span, 'gen_ai.output.messages'))).toContain('cGFydA==')
})
