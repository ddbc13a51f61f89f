/** An OpenAI API inside the process: the client's own `fetch` option answers, so that a measurement holds no network. */
import OpenAI from 'openai'

/** What the measurements need of a client, traced or bare. */
export interface ChatClient {
  chat: { completions: { create(body: object): PromiseLike<unknown> } }
}

/** A client that is answered with one completion each time, at once. */
export function completionClient(): OpenAI {
  return clientWith(() => new Response(COMPLETION, { headers: HEADERS }))
}

/** As many chunks come with one read from the network. */
const CHUNKS_A_READ = 20

/** A client that is answered with one stream of `chunks` chunks each time, of which all bytes are there at once. */
export function streamClient(chunks: number): OpenAI {
  const encoder = new TextEncoder()
  const events = streamOf(chunks)
  const reads: Uint8Array[] = []
  while (events.length > 0) reads.push(encoder.encode(events.splice(0, CHUNKS_A_READ).join('')))
  return clientWith(() => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const read of reads) controller.enqueue(read)
        controller.close()
      },
    })
    return new Response(body, { headers: STREAM_HEADERS })
  })
}

/** What became of a stream's answer on the side of the API. */
export interface Upstream {
  /** Chunks that were asked for. */
  read: number
  cancelled: boolean
}

/** A client that is answered chunk by chunk, each when it is asked for; `upstream` tells how far the last answer was read. */
export function pulledClient(chunks: number): { client: OpenAI; upstream: Upstream } {
  const encoder = new TextEncoder()
  const events = streamOf(chunks)
  const upstream: Upstream = { read: 0, cancelled: false }
  const client = clientWith((signal) => {
    Object.assign(upstream, { read: 0, cancelled: false })
    signal?.addEventListener('abort', () => (upstream.cancelled = true), { once: true })
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise(setImmediate)
          const event = events[upstream.read++]
          if (event === undefined) controller.close()
          else controller.enqueue(encoder.encode(event))
        },
        cancel() {
          upstream.cancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(body, { headers: STREAM_HEADERS })
  })
  return { client, upstream }
}

export const REQUEST = {
  model: 'gpt-5-mini',
  messages: [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'What is the answer to my question? '.repeat(6) },
  ],
  temperature: 0.2,
  max_completion_tokens: 100,
}
export const STREAM_REQUEST = { ...REQUEST, stream: true }

const HEADERS = { 'content-type': 'application/json', 'x-request-id': 'req_1' }
const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' }

const COMPLETION = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-5-mini-2026-05-01',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'Hello there, this is the answer to your question.' },
    },
  ],
  usage: {
    prompt_tokens: 12,
    completion_tokens: 5,
    total_tokens: 17,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 2 },
  },
})

/** Server-sent events: `chunks` pieces of text, then the end. */
function streamOf(chunks: number): string[] {
  const event = (delta: object, reason: string | null): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-5-mini-2026-05-01',
      choices: [{ index: 0, delta, finish_reason: reason }],
    })}\n\n`
  const texts = Array.from({ length: chunks - 1 }, (_, index) => event({ content: `word ${index} ` }, null))
  return [...texts, event({}, 'stop'), 'data: [DONE]\n\n']
}

function clientWith(answer: (signal: AbortSignal | null | undefined) => Response): OpenAI {
  return new OpenAI({
    apiKey: 'none',
    baseURL: 'http://127.0.0.1:9/v1',
    maxRetries: 0,
    fetch: (_url, init) => Promise.resolve(answer(init?.signal)),
  })
}
