/** The events of a streamed response, as the API sends them. */
export function responseEvents(text: string): object[] {
  const response = { ...response_(text), status: 'in_progress', output: [], usage: null }
  const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] }
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const events: object[] = [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [] } },
    ...text.split(/(?<= )/).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: { type: 'output_text', text, annotations: [] } },
    { type: 'response.output_item.done', output_index: 0, item: finishedItem(text) },
    { type: 'response.completed', response: response_(text) },
  ]
  return events.map((event, sequence_number) => ({ ...event, sequence_number }))
}

function finishedItem(text: string): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  }
}

function response_(text: string, more: object = {}): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    status: 'completed',
    model: 'gpt-5-mini-2026-01-01',
    error: null,
    incomplete_details: null,
    instructions: null,
    service_tier: 'default',
    output: [finishedItem(text)],
    tools: [],
    usage: {
      input_tokens: 12,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 17,
    },
    ...more,
  }
}

/** A finished response, as the API sends it. */
export const response: typeof response_ = response_
