import type OpenAI from 'openai'
import type { Answer } from 'stand-in'
import { chunk, chunksOf, completion, response, responseEvents, usageChunk } from 'stand-in/wire'

/**
 * What applications do with the client, each with the answers that it gets. `run` returns all that the application can see; it is
 * compared between a bare and an instrumented client.
 */
export interface Behaviour {
  name: string
  answers: Answer[]
  /** Spans that it makes, by name; one `chat m` where it is not said. */
  spans?: string[]
  /** Features that older versions lack. */
  needs?: (client: OpenAI) => boolean
  run(client: OpenAI): Promise<unknown>
}

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Say hello.' }]
const chat = { model: 'm', messages }
const streamed = { ...chat, stream: true } as const
const words = chunksOf('One two three four five.')

/** An error as an application sees it. */
export function seen(error: unknown): unknown {
  const { constructor, name, message, status, code, type } = error as Error & Record<string, unknown>
  return { threw: constructor.name, name, message: message.replace(/:\d+\//g, ':PORT/'), status, code, type }
}

async function outcome(promise: PromiseLike<unknown> | (() => PromiseLike<unknown>)): Promise<unknown> {
  try {
    return await (typeof promise === 'function' ? promise() : promise)
  } catch (error) {
    return seen(error)
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<unknown> {
  const list: unknown[] = []
  try {
    for await (const item of items) list.push(item)
    return list
  } catch (error) {
    return [...list, seen(error)]
  }
}

const tool: OpenAI.ChatCompletionMessageToolCall = {
  id: 'call_1',
  type: 'function',
  function: { name: 'add', arguments: '{"a":1,"b":2}' },
}

const addTool = {
  type: 'function',
  function: {
    name: 'add',
    description: 'Adds.',
    parse: JSON.parse as (text: string) => { a: number; b: number },
    function: ({ a, b }: { a: number; b: number }): string => String(a + b),
    parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
  },
} as const

const toolStream = [
  chunk({
    role: 'assistant',
    tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'add', arguments: '' } }],
  }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a":1,' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '"b":2}' } }] }),
  chunk({}, {}, { finish_reason: 'tool_calls' }),
]

const jsonFormat = {
  type: 'json_schema',
  json_schema: { name: 'x', strict: true, schema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
} as const

function run(status: string): object {
  return {
    id: 'run_1',
    object: 'thread.run',
    thread_id: 'thread_1',
    assistant_id: 'asst_1',
    status,
    model: 'm',
    usage: null,
  }
}

export const behaviours: Behaviour[] = [
  {
    name: 'awaits a completion',
    answers: [{ json: completion() }],
    run: async (client) => client.chat.completions.create(chat),
  },
  {
    name: 'uses then, catch and finally',
    answers: [{ json: completion() }],
    async run(client) {
      const promise = client.chat.completions.create(chat)
      let finished = false
      const value = await promise
        .finally(() => {
          finished = true
        })
        .then((completed) => completed.id)
        .catch(() => 'never')
      return { value, finished, again: (await promise).id }
    },
  },
  {
    name: 'gets the kind of promise that the client makes',
    answers: [{ json: completion() }],
    async run(client) {
      const promise = client.chat.completions.create(chat)
      const members = ['asResponse', 'withResponse', 'then', 'catch', 'finally', '_thenUnwrap'].map(
        (name) => typeof (promise as unknown as Record<string, unknown>)[name],
      )
      const kind = [
        promise.constructor.name,
        promise instanceof Promise,
        members,
        Object.prototype.toString.call(promise),
      ]
      await promise
      return kind
    },
  },
  {
    name: 'asks for the response as well',
    answers: [{ json: completion() }],
    async run(client) {
      const { data, response: raw, request_id: id } = await client.chat.completions.create(chat).withResponse()
      return { data, status: raw.status, id }
    },
  },
  {
    name: 'asks for the raw response and reads its body',
    answers: [{ json: completion() }],
    async run(client) {
      const raw = await client.chat.completions.create(chat).asResponse()
      return { status: raw.status, used: raw.bodyUsed, body: await raw.json() }
    },
  },
  {
    name: 'asks for the raw response of a stream',
    answers: [{ events: words }],
    async run(client) {
      const raw = await client.chat.completions.create(streamed).asResponse()
      return (await raw.text()).length
    },
  },
  {
    name: 'is told that there is no such model',
    answers: [
      { status: 404, json: { error: { message: 'No model', code: 'model_not_found', type: 'invalid_request_error' } } },
    ],
    run: (client) => outcome(client.chat.completions.create(chat)),
  },
  {
    name: 'is limited twice and then answered',
    answers: [
      { status: 429, headers: { 'retry-after-ms': '1' }, json: { error: { message: 'Slow down' } } },
      { status: 500, headers: { 'retry-after-ms': '1' }, text: 'oh' },
      { json: completion() },
    ],
    run: async (client) => client.chat.completions.create(chat),
  },
  {
    name: 'is limited for good',
    answers: [
      {
        status: 429,
        headers: { 'retry-after-ms': '1' },
        json: { error: { message: 'Slow', code: 'rate_limit_exceeded' } },
      },
    ],
    run: (client) => outcome(client.chat.completions.create(chat)),
  },
  {
    name: 'gets a body that is not JSON',
    answers: [{ text: '{"id": "chatcmpl-1", ' }],
    run: (client) => outcome(client.chat.completions.create(chat, { maxRetries: 0 })),
  },
  {
    name: 'aborts before there is an answer',
    answers: [{ json: completion(), delay: 3000 }],
    run(client) {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 50)
      return outcome(client.chat.completions.create(chat, { signal: controller.signal }))
    },
  },
  {
    name: 'gives up by its timeout',
    answers: [{ json: completion(), delay: 3000 }],
    run: (client) => outcome(client.chat.completions.create(chat, { timeout: 60, maxRetries: 0 })),
  },
  {
    name: 'makes many calls at once',
    answers: [{ json: completion() }],
    spans: Array.from({ length: 8 }, () => 'chat m'),
    run: (client) => Promise.all(Array.from({ length: 8 }, async () => client.chat.completions.create(chat))),
  },
  {
    name: 'passes headers and a query',
    answers: [{ json: completion() }],
    run: async (client) => client.chat.completions.create(chat, { headers: { 'x-mine': '1' }, query: { q: '2' } }),
  },
  {
    name: 'reads a stream',
    answers: [{ events: [...words, usageChunk] }],
    run: async (client) => all(await client.chat.completions.create(streamed)),
  },
  {
    name: 'gets the kind of stream that the client makes',
    answers: [{ events: words }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      const kind = [stream.constructor.name, stream.controller instanceof AbortController, typeof stream.tee]
      await all(stream)
      return kind
    },
  },
  {
    name: 'asks for the response of a stream as well',
    answers: [{ events: words }],
    async run(client) {
      const { data, response: raw } = await client.chat.completions.create(streamed).withResponse()
      return [raw.status, await all(data)]
    },
  },
  {
    name: 'splits a stream in two',
    answers: [{ events: words }],
    async run(client) {
      const [left, right] = (await client.chat.completions.create(streamed)).tee()
      return Promise.all([all(left), all(right)])
    },
  },
  {
    name: 'makes a readable stream of a stream',
    answers: [{ events: words }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      return new Response(stream.toReadableStream()).text()
    },
  },
  {
    name: 'breaks off a stream',
    answers: [{ events: words, pause: 15 }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      const list: unknown[] = []
      for await (const part of stream) {
        list.push(part)
        if (list.length === 2) break
      }
      return { list, aborted: stream.controller.signal.aborted }
    },
  },
  {
    name: 'throws while it reads a stream',
    answers: [{ events: words, pause: 15 }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      const error = await outcome(async () => {
        for await (const _ of stream) throw new TypeError('mine')
      })
      return { error, aborted: stream.controller.signal.aborted }
    },
  },
  {
    name: 'aborts a stream by its signal',
    answers: [{ events: words, pause: 80, end: 'hang' }],
    async run(client) {
      const controller = new AbortController()
      const stream = await client.chat.completions.create(streamed, { signal: controller.signal })
      let count = 0
      const end = await outcome(async () => {
        for await (const _ of stream) {
          count += 1
          if (count === 2) controller.abort()
        }
      })
      return { count, end }
    },
  },
  {
    name: 'aborts a stream by its controller and reads no more',
    answers: [{ events: words, pause: 80, end: 'hang' }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      const iterator = stream[Symbol.asyncIterator]()
      const first = await iterator.next()
      stream.controller.abort()
      return first
    },
  },
  {
    name: 'reads a stream twice',
    answers: [{ events: words }],
    async run(client) {
      const stream = await client.chat.completions.create(streamed)
      return [await all(stream), await all(stream)]
    },
  },
  {
    name: 'gets an error in the middle of a stream',
    answers: [
      {
        events: [...words.slice(0, 3), 'event: error\ndata: {"error":{"message":"Broken","code":"server_error"}}\n\n'],
      },
    ],
    run: async (client) => all(await client.chat.completions.create(streamed)),
  },
  {
    name: 'gets malformed JSON in the middle of a stream',
    answers: [{ events: [...words.slice(0, 3), 'data: {"id": \n\n'] }],
    run: async (client) => all(await client.chat.completions.create(streamed)),
  },
  {
    name: 'loses the connection in the middle of a stream',
    answers: [{ events: words.slice(0, 3), end: 'destroy' }],
    run: async (client) => all(await client.chat.completions.create(streamed)),
  },
  {
    name: 'gets a stream that ends without its last event',
    answers: [{ events: words.slice(0, 3), end: 'close' }],
    run: async (client) => all(await client.chat.completions.create(streamed)),
  },
  {
    name: 'is refused a stream',
    answers: [{ status: 400, json: { error: { message: 'Bad', code: 'bad' } } }],
    run: (client) => outcome(client.chat.completions.create(streamed)),
  },
  {
    name: 'parses a completion',
    answers: [{ json: completion({ content: '{"ok":true}' }) }],
    run: async (client) => client.chat.completions.parse({ ...chat, response_format: jsonFormat }),
  },
  {
    name: 'parses a completion that was cut short',
    answers: [
      {
        json: completion(
          {},
          { choices: [{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: '{"ok"' } }] },
        ),
      },
    ],
    run: (client) => outcome(client.chat.completions.parse({ ...chat, response_format: jsonFormat })),
  },
  {
    name: 'parses a body that is not JSON',
    answers: [{ text: '{' }],
    run: (client) =>
      outcome(client.chat.completions.parse({ ...chat, response_format: jsonFormat }, { maxRetries: 0 })),
  },
  {
    name: 'parses, and asks for the response as well',
    answers: [{ json: completion({ content: '{"ok":true}' }) }],
    async run(client) {
      const { data, response: raw } = await client.chat.completions
        .parse({ ...chat, response_format: jsonFormat })
        .withResponse()
      return [data, raw.status]
    },
  },
  {
    name: 'uses the stream helper',
    answers: [{ events: words }],
    async run(client) {
      const events: unknown[] = []
      const stream = client.chat.completions.stream(chat).on('content', (delta) => events.push(delta))
      return { final: await stream.finalChatCompletion(), events }
    },
  },
  {
    name: 'aborts the stream helper',
    answers: [{ events: words, pause: 80, end: 'hang' }],
    async run(client) {
      const stream = client.chat.completions.stream(chat)
      stream.on('content', () => stream.abort())
      return outcome(stream.done())
    },
  },
  {
    name: 'runs tools',
    answers: [{ json: completion({ tool_calls: [tool] }) }, { json: completion({ content: '3' }) }],
    spans: ['chat m', 'execute_tool add', 'chat m'],
    async run(client) {
      const runner = client.chat.completions.runTools({ ...chat, tools: [addTool] })
      return { content: await runner.finalContent(), messages: runner.messages }
    },
  },
  {
    name: 'runs tools with streaming',
    answers: [{ events: toolStream }, { events: words }],
    spans: ['chat m', 'execute_tool add', 'chat m'],
    async run(client) {
      const runner = client.chat.completions.runTools({ ...chat, stream: true, tools: [addTool] })
      return { content: await runner.finalContent(), messages: runner.messages }
    },
  },
  {
    name: 'runs a tool that throws',
    answers: [{ json: completion({ tool_calls: [tool] }) }, { json: completion() }],
    spans: ['chat m', 'execute_tool add'],
    run(client) {
      const failing = {
        ...addTool,
        function: {
          ...addTool.function,
          function: (): string => {
            throw new RangeError('Too much')
          },
        },
      }
      return outcome(client.chat.completions.runTools({ ...chat, tools: [failing] }).finalContent())
    },
  },
  {
    name: 'creates a response',
    answers: [{ json: response('Hello.') }],
    run: async (client) => client.responses.create({ model: 'm', input: 'Hello' }),
  },
  {
    name: 'streams a response',
    answers: [{ events: responseEvents('One two three.') }],
    run: async (client) => all(await client.responses.create({ model: 'm', input: 'Hello', stream: true })),
  },
  {
    name: 'breaks off a streamed response',
    answers: [{ events: responseEvents('One two three.'), pause: 10 }],
    async run(client) {
      let count = 0
      for await (const _ of await client.responses.create({ model: 'm', input: 'Hello', stream: true })) {
        count += 1
        if (count === 6) break
      }
      return count
    },
  },
  {
    name: 'parses a response',
    answers: [{ json: response('{"ok":true}') }],
    run: async (client) =>
      client.responses.parse({
        model: 'm',
        input: 'Hello',
        text: { format: { type: 'json_schema', name: 'x', schema: { type: 'object' } } },
      }),
  },
  {
    name: 'uses the stream helper of responses',
    answers: [{ events: responseEvents('One two three.') }],
    async run(client) {
      const stream = client.responses.stream({ model: 'm', input: 'Hello' })
      const types: string[] = []
      for await (const event of stream) types.push(event.type)
      return { types, final: await stream.finalResponse() }
    },
  },
  {
    name: 'embeds texts',
    answers: [
      {
        json: {
          object: 'list',
          model: 'text-embedding-3-small',
          data: [{ object: 'embedding', index: 0, embedding: 'AACAPwAAAEA=' }],
          usage: { prompt_tokens: 3, total_tokens: 3 },
        },
      },
    ],
    spans: ['embeddings text-embedding-3-small'],
    run: async (client) => client.embeddings.create({ model: 'text-embedding-3-small', input: ['Hello'] }),
  },
  {
    name: 'embeds texts as floats',
    answers: [
      {
        json: {
          object: 'list',
          model: 'e',
          data: [{ object: 'embedding', index: 0, embedding: [1, 2] }],
          usage: { prompt_tokens: 3 },
        },
      },
    ],
    spans: ['embeddings e'],
    run: async (client) => client.embeddings.create({ model: 'e', input: 'Hello', encoding_format: 'float' }),
  },
  {
    name: 'completes a text',
    answers: [{ json: { id: 'cmpl-1', model: 'm', choices: [{ index: 0, text: 'Hi', finish_reason: 'stop' }] } }],
    spans: ['text_completion m'],
    run: async (client) => client.completions.create({ model: 'm', prompt: 'Say' }),
  },
  {
    name: 'streams a text completion',
    answers: [
      {
        events: ['A ', 'b'].map((text) => ({
          id: 'cmpl-1',
          model: 'm',
          choices: [{ index: 0, text, finish_reason: null }],
        })),
      },
    ],
    spans: ['text_completion m'],
    run: async (client) => all(await client.completions.create({ model: 'm', prompt: 'Say', stream: true })),
  },
  {
    name: 'retrieves a response',
    answers: [{ json: response('Hello.') }],
    spans: ['fetch_response', 'fetch_response', 'fetch_response'],
    run: async (client) => [
      await client.responses.retrieve('resp_1'),
      await client.responses.retrieve('resp_1', { include: ['file_search_call.results'] }),
      await client.responses.retrieve('resp_1', {}, { headers: { 'x-mine': '1' } }),
    ],
  },
  {
    name: 'gives request options where the query of a retrieval stands',
    answers: [{ json: response('Hello.') }],
    spans: ['fetch_response', 'fetch_response'],
    async run(client) {
      const options = { headers: { 'x-mine': '1' } } as object
      return [
        await client.responses.retrieve('resp_1', options),
        await outcome(() => client.responses.retrieve('resp_1', options, { timeout: 1000 })),
      ]
    },
  },
  {
    name: 'takes a stream of a response up again',
    answers: [{ events: responseEvents('One two three.').slice(4) }],
    spans: ['fetch_response'],
    run: async (client) => all(await client.responses.retrieve('resp_1', { stream: true, starting_after: 3 })),
  },
  {
    name: 'compacts a conversation',
    answers: [{ json: { id: 'resp_c', object: 'response.compaction', output: [] } }],
    needs: (client) => typeof client.responses.compact === 'function',
    run: async (client) => client.responses.compact({ model: 'm', input: 'Hello' }),
  },
  {
    name: 'moderates a text',
    answers: [{ json: { id: 'modr-1', model: 'm', results: [{ flagged: false, categories: {} }] } }],
    spans: ['moderation m'],
    run: async (client) => client.moderations.create({ model: 'm', input: 'Hello' }),
  },
  {
    name: 'searches a vector store',
    answers: [
      { json: { object: 'page', data: [{ file_id: 'f', filename: 'a', score: 1, attributes: null, content: [] }] } },
    ],
    spans: ['retrieval vs_1'],
    async run(client) {
      const page = await client.vectorStores.search('vs_1', { query: 'x' })
      return [page, page.constructor.name, page.hasNextPage(), page.getPaginatedItems()]
    },
  },
  {
    name: 'iterates the pages of a search, with and without waiting for the first',
    answers: [{ json: { object: 'page', data: [{ file_id: 'f' }, { file_id: 'g' }] } }],
    spans: ['retrieval vs_1', 'retrieval vs_1'],
    run: async (client) => [
      await all(client.vectorStores.search('vs_1', { query: 'x' })),
      await all(await client.vectorStores.search('vs_1', { query: 'x' })),
    ],
  },
  {
    name: 'asks for the response of a search as well, and for the raw one',
    answers: [{ json: { object: 'page', data: [] } }],
    spans: ['retrieval vs_1', 'retrieval vs_1'],
    async run(client) {
      const { data, response: raw } = await client.vectorStores.search('vs_1', { query: 'x' }).withResponse()
      const only = await client.vectorStores.search('vs_1', { query: 'x' }).asResponse()
      return [data, raw.status, await only.json()]
    },
  },
  {
    name: 'searches a vector store that is not there',
    answers: [{ status: 404, json: { error: { message: 'No', code: 'not_found' } } }],
    spans: ['retrieval vs_1', 'retrieval vs_1'],
    run: async (client) => [
      await outcome(client.vectorStores.search('vs_1', { query: 'x' })),
      await all(client.vectorStores.search('vs_1', { query: 'x' })),
    ],
  },
  {
    name: 'generates an image',
    answers: [{ json: { created: 1, data: [{ b64_json: 'aGk=' }] } }],
    spans: ['generate_content m'],
    run: async (client) => client.images.generate({ model: 'm', prompt: 'x' }),
  },
  {
    name: 'streams an image',
    answers: [
      {
        events: [
          { type: 'image_generation.partial_image', b64_json: 'aA==' },
          { type: 'image_generation.completed', b64_json: 'aGk=' },
        ],
      },
    ],
    spans: ['generate_content m'],
    run: async (client) => all(await client.images.generate({ model: 'm', prompt: 'x', stream: true })),
  },
  {
    name: 'edits an image and makes a variation of it',
    answers: [{ json: { created: 1, data: [{ url: 'https://example.com/a.png' }] } }],
    spans: ['generate_content m', 'generate_content m'],
    async run(client) {
      const image = new File(['png'], 'a.png', { type: 'image/png' })
      return [
        await client.images.edit({ model: 'm', prompt: 'x', image }),
        await client.images.createVariation({ model: 'm', image }),
      ]
    },
  },
  {
    name: 'makes speech, and reads it',
    answers: [{ text: 'RIFF', headers: { 'content-type': 'audio/wav' } }],
    spans: ['generate_content m'],
    async run(client) {
      const speech = await client.audio.speech.create({ model: 'm', voice: 'ash', input: 'Hello' })
      return [speech.constructor.name, speech.bodyUsed, await speech.text()]
    },
  },
  {
    name: 'transcribes and translates',
    answers: [{ json: { text: 'Hi' } }, { text: 'Hi', headers: { 'content-type': 'text/plain' } }],
    spans: ['generate_content m', 'generate_content m'],
    async run(client) {
      const file = new File(['wav'], 'a.wav', { type: 'audio/wav' })
      return [
        await client.audio.transcriptions.create({ model: 'm', file }),
        await client.audio.translations.create({ model: 'm', file, response_format: 'text' }),
      ]
    },
  },
  {
    name: 'streams a transcription',
    answers: [
      {
        events: [
          { type: 'transcript.text.delta', delta: 'Hi' },
          { type: 'transcript.text.done', text: 'Hi' },
        ],
      },
    ],
    spans: ['generate_content m'],
    run: async (client) =>
      all(await client.audio.transcriptions.create({ model: 'm', file: new File(['wav'], 'a.wav'), stream: true })),
  },
  {
    name: 'runs an assistant, and polls',
    answers: [{ json: run('queued') }, { json: run('in_progress') }, { json: run('completed') }],
    spans: ['invoke_agent', 'invoke_agent'],
    async run({ beta: { threads } }) {
      const polled = await threads.runs.createAndPoll('thread_1', { assistant_id: 'asst_1' }, { pollIntervalMs: 5 })
      return [polled, await threads.createAndRun({ assistant_id: 'asst_1' })]
    },
  },
  {
    name: 'polls a run that can not be started',
    answers: [{ status: 400, json: { error: { message: 'Bad', code: 'bad' } } }],
    spans: ['invoke_agent'],
    run: (client) => outcome(client.beta.threads.createAndRunPoll({ assistant_id: 'asst_1' })),
  },
  {
    name: 'streams a run of an assistant',
    answers: [
      {
        events: [
          `event: thread.run.created\ndata: ${JSON.stringify(run('queued'))}\n\n`,
          `event: thread.run.completed\ndata: ${JSON.stringify(run('completed'))}\n\n`,
        ],
      },
    ],
    spans: ['invoke_agent', 'invoke_agent', 'invoke_agent'],
    async run({ beta: { threads } }) {
      const events = await all(await threads.runs.create('thread_1', { assistant_id: 'asst_1', stream: true }))
      const helper = threads.runs.stream('thread_1', { assistant_id: 'asst_1' })
      const submitted = threads.runs.submitToolOutputsStream('run_1', { thread_id: 'thread_1', tool_outputs: [] })
      return [events, await helper.finalRun(), await submitted.finalRun()]
    },
  },
  {
    name: 'does what is no operation of a model',
    answers: [{ json: { object: 'list', data: [{ id: 'x' }], has_more: false } }],
    spans: [],
    run: async (client) => [
      await client.models.list(),
      await all(client.files.list()),
      await client.conversations?.create?.({}),
    ],
  },
]
