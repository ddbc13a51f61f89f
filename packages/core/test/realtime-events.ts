/** Events of a realtime session, as the API sends them. */

export const sessionCreated: object = {
  type: 'session.created',
  event_id: 'event_1',
  session: {
    id: 'sess_1',
    type: 'realtime',
    model: 'gpt-realtime-2',
    output_modalities: ['audio'],
    instructions: 'Be kind.',
    tools: [{ type: 'function', name: 'lookup', parameters: { type: 'object' } }],
  },
}

const usage: object = {
  total_tokens: 60,
  input_tokens: 40,
  output_tokens: 20,
  input_token_details: {
    text_tokens: 10,
    audio_tokens: 30,
    image_tokens: 0,
    cached_tokens: 8,
    cached_tokens_details: { text_tokens: 3, audio_tokens: 5, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 5, audio_tokens: 15 },
}

/** A spoken answer, with its audio. */
export function spoken(id: string, transcript: string, more: object = {}): object[] {
  const at = { response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0 }
  const response = {
    id,
    object: 'realtime.response',
    status: 'in_progress',
    conversation_id: 'conv_1',
    output_modalities: ['audio'],
    output: [],
    usage: null,
  }
  const item = {
    id: `item_${id}`,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_audio', transcript }],
  }
  return [
    { type: 'response.created', response },
    { type: 'response.output_item.added', ...at, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'conversation.item.added', item: { ...item, status: 'in_progress', content: [] } },
    ...transcript.split(/(?<= )/).flatMap((delta) => [
      { type: 'response.output_audio.delta', ...at, delta: 'AAAA'.repeat(100) },
      { type: 'response.output_audio_transcript.delta', ...at, delta },
    ]),
    { type: 'response.output_item.done', ...at, item },
    { type: 'response.done', response: { ...response, status: 'completed', output: [item], usage, ...more } },
  ]
}

/** What the user said, which the API tells before it has transcribed it. */
export const userItem: object = {
  type: 'conversation.item.added',
  item: {
    id: 'item_u',
    type: 'message',
    role: 'user',
    status: 'completed',
    content: [{ type: 'input_audio', transcript: null }],
  },
}
export const userTranscript: object = {
  type: 'conversation.item.input_audio_transcription.completed',
  item_id: 'item_u',
  content_index: 0,
  transcript: 'My roof leaks.',
}
