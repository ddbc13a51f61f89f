import { toFile } from 'openai'
import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

const file = toFile(new Uint8Array([1, 2, 3]), 'claim.wav', { type: 'audio/wav' })
const audioPart = { type: 'openai.file', modality: 'audio', filename: 'claim.wav', mime_type: 'audio/wav', bytes: 3 }

it('records speech with its text, and leaves the audio for the application to read', async () => {
  const recording = record()
  const client = await scriptedClient({ text: 'RIFF', headers: { 'content-type': 'audio/wav' } })
  const speech = await client.audio.speech.create({
    model: 'tts-1',
    voice: 'ash',
    input: 'Hello',
    instructions: 'Cheerful.',
  })
  const span = await recording.span()
  expect(speech.bodyUsed).toBe(false)
  expect(await speech.text()).toBe('RIFF')
  expect(span.name).toBe('generate_content tts-1')
  expect(span.attributes['gen_ai.output.type']).toBe('speech')
  expect(json(span, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Cheerful.' }])
  expect(json(span, 'gen_ai.input.messages')).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hello' }] }])
})

it('records a transcription with its tokens by modality', async () => {
  const recording = record()
  const usage = {
    type: 'tokens',
    input_tokens: 14,
    input_token_details: { text_tokens: 4, audio_tokens: 10 },
    output_tokens: 5,
    total_tokens: 19,
  }
  const client = await scriptedClient({ json: { text: 'The roof leaks.', usage } })
  await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file, prompt: 'Insurance' })
  const span = await recording.span()
  expect(span.name).toBe('generate_content gpt-4o-transcribe')
  expect(span.attributes).toMatchObject({
    'gen_ai.output.type': 'text',
    'gen_ai.usage.input_tokens': 14,
    'gen_ai.usage.audio.input_tokens': 10,
    'gen_ai.usage.text.input_tokens': 4,
  })
  expect(json(span, 'gen_ai.input.messages')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Insurance' }, audioPart] },
  ])
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'The roof leaks.' }] },
  ])
})

it('tells the speakers of a transcript apart', async () => {
  const recording = record()
  const segment = (speaker: string, text: string): object => ({
    type: 'transcript.text.segment',
    id: text,
    speaker,
    text,
  })
  const segments = [segment('A', ' The roof leaks.'), segment('B', ' Since when?')]
  const client = await scriptedClient({ json: { text: 'The roof leaks. Since when?', segments } })
  const form = { model: 'gpt-4o-transcribe-diarize', response_format: 'diarized_json', file: await file } as const
  await client.audio.transcriptions.create(form)
  expect(json(await recording.span(), 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'A: The roof leaks.\nB: Since when?' }] },
  ])
})

it('tells the speakers of a streamed transcript apart, whole or cut off', async () => {
  const recording = record()
  const spoken = (speaker: string, ...deltas: string[]): object[] => [
    ...deltas.map((delta) => ({ type: 'transcript.text.delta', delta, segment_id: speaker })),
    { type: 'transcript.text.segment', id: speaker, speaker, text: deltas.join('') },
  ]
  const events = [...spoken('A', ' The roof', ' leaks.'), ...spoken('B', ' Since', ' when?')]
  const done = { type: 'transcript.text.done', text: 'The roof leaks. Since when?' }
  const client = await scriptedClient({ events: [...events, done] }, { events: events.slice(0, -1), end: 'close' })
  const form = { model: 'gpt-4o-transcribe-diarize', response_format: 'diarized_json', stream: true } as const
  for (const [index, last] of ['B: Since when?', 'Since when?'].entries()) {
    for await (const _ of await client.audio.transcriptions.create({ ...form, file: await file }));
    await expect.poll(() => recording.spans().length).toBe(index + 1)
    expect(json(recording.spans()[index]!, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: `A: The roof leaks.\n${last}` }] },
    ])
  }
})

it('records a translation that comes as bare text', async () => {
  const recording = record()
  const client = await scriptedClient({ text: 'The roof leaks.', headers: { 'content-type': 'text/plain' } })
  const text = await client.audio.translations.create({ model: 'whisper-1', file: await file, response_format: 'text' })
  expect(text).toBe('The roof leaks.')
  const span = await recording.span()
  expect(json(span, 'gen_ai.output.messages')).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'The roof leaks.' }] },
  ])
})

it('puts a streamed transcription together, whole or cut off', async () => {
  const recording = record()
  const deltas = ['The ', 'roof ', 'leaks.'].map((delta) => ({ type: 'transcript.text.delta', delta }))
  const done = {
    type: 'transcript.text.done',
    text: 'The roof leaks.',
    usage: { type: 'tokens', input_tokens: 3, output_tokens: 4 },
  }
  const client = await scriptedClient({ events: [...deltas, done] }, { events: deltas, pause: 30 })
  for await (const _ of await client.audio.transcriptions.create({ model: 'm', file: await file, stream: true }));
  const span = await recording.span()
  expect(span.attributes).toMatchObject({ 'gen_ai.usage.output_tokens': 4, 'spanlit.stream.outcome': 'completed' })
  expect(JSON.stringify(json(span, 'gen_ai.output.messages'))).toContain('The roof leaks.')
  for await (const _ of await client.audio.transcriptions.create({ model: 'm', file: await file, stream: true })) break
  await expect.poll(() => recording.spans().length).toBe(2)
  expect(JSON.stringify(json(recording.spans()[1]!, 'gen_ai.output.messages'))).toContain('"The "')
})
