/** A completion as the API sends it. */
export function completion(message: object = { content: 'Hello.' }, more: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'gpt-5-mini-2026-01-01',
    service_tier: 'default',
    system_fingerprint: 'fp_1',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content: null, refusal: null, ...message },
      },
    ],
    usage: {
      prompt_tokens: 12,
      completion_tokens: 5,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
    ...more,
  }
}

/** One chunk of a streamed completion. */
export function chunk(delta: object, more: object = {}, choice: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'gpt-5-mini-2026-01-01',
    choices: [{ index: 0, delta, finish_reason: null, ...choice }],
    ...more,
  }
}

/** The chunks of an answer, a word a chunk. */
export function chunksOf(text: string): object[] {
  return [
    chunk({ role: 'assistant', content: '' }),
    ...text.split(/(?<= )/).map((content) => chunk({ content })),
    chunk({}, {}, { finish_reason: 'stop' }),
  ]
}

/** The last chunk where the caller has asked for usage. */
export const usageChunk: object = {
  ...chunk({}),
  choices: [],
  usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
}
