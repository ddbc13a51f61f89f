import fc from 'fast-check'
import type OpenAI from 'openai'
import { chunk, usageChunk } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { seen } from '../../test/behaviours.ts'
import { record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

/** How the body of the answer ends. */
type BodyEnd = 'done' | 'without [DONE]' | 'broken off' | 'error event' | 'malformed'
/** What the application does with the stream, after `after` chunks where that matters. */
type Use = 'read' | 'break' | 'throw' | 'abort' | 'abort signal' | 'tee' | 'readable' | 'response first'

interface Scenario {
  events: object[]
  /** Sizes of the pieces in which the bytes arrive. */
  pieces: number[]
  end: BodyEnd
  use: Use
  after: number
}

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constant('"}\\'))
const choice = fc.nat({ max: 2 })
const event: fc.Arbitrary<object> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(text, choice).map(([content, index]) => chunk({ content }, {}, { index })) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat({ max: 3 }), text, fc.option(text), choice).map(([index, args, id, at]) =>
      chunk(
        {
          tool_calls: [
            { index, ...(id ? { id, function: { name: 'f', arguments: args } } : { function: { arguments: args } }) },
          ],
        },
        {},
        { index: at },
      ),
    ),
  },
  fc.tuple(text, choice).map(([refusal, index]) => chunk({ refusal }, {}, { index })),
  fc
    .tuple(fc.constantFrom('stop', 'length', 'tool_calls', null), choice)
    .map(([finish_reason, index]) => chunk({}, {}, { index, finish_reason })),
  fc.constant(usageChunk),
  // What some gateways send: no choices, no delta, null for everything.
  fc.constantFrom(
    {},
    { choices: null },
    { choices: [{}] },
    { choices: [{ index: 0, delta: null }] },
    { id: null, choices: [{ index: null, delta: { content: null } }] },
  ),
)

const scenario: fc.Arbitrary<Scenario> = fc.record({
  events: fc.array(event, { maxLength: 12 }),
  pieces: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
  end: fc.constantFrom<BodyEnd>('done', 'done', 'without [DONE]', 'broken off', 'error event', 'malformed'),
  use: fc.constantFrom<Use>(
    'read',
    'read',
    'break',
    'throw',
    'abort',
    'abort signal',
    'tee',
    'readable',
    'response first',
  ),
  after: fc.nat({ max: 6 }),
})

/** The answer as `fetch` gives it, in pieces that need not end where events or characters end. */
function answer({ events, pieces, end }: Scenario, signal: AbortSignal | null | undefined): Response {
  const lines = events.map((item) => `data: ${JSON.stringify(item)}\n\n`)
  if (end === 'done') lines.push('data: [DONE]\n\n')
  if (end === 'error event') lines.push('event: error\ndata: {"error":{"message":"Broken","code":"server_error"}}\n\n')
  if (end === 'malformed') lines.push('data: {"id": \n\n')
  const bytes = new TextEncoder().encode(lines.join(''))
  let at = 0
  let turn = 0
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signal?.addEventListener('abort', () => {
        try {
          controller.error(signal.reason)
        } catch {
          // It has ended already.
        }
      })
    },
    async pull(controller) {
      await Promise.resolve()
      if (signal?.aborted) return
      if (at < bytes.length) {
        const size = pieces[turn++ % pieces.length] ?? 1
        controller.enqueue(bytes.slice(at, at + size))
        at += size
      } else if (end === 'broken off') {
        controller.error(new TypeError('terminated'))
      } else {
        controller.close()
      }
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

async function use(client: OpenAI, { use: how, after }: Scenario): Promise<unknown> {
  const log: unknown[] = []
  const controller = new AbortController()
  const read = async (items: AsyncIterable<unknown>, label = ''): Promise<void> => {
    try {
      let count = 0
      for await (const item of items) {
        log.push([label, item])
        count += 1
        if (count <= after) continue
        if (how === 'break') break
        if (how === 'throw') throw new RangeError('mine')
        if (how === 'abort') (items as unknown as { controller: AbortController }).controller.abort()
        if (how === 'abort signal') controller.abort()
      }
      log.push([label, 'ended'])
    } catch (error) {
      log.push([label, seen(error)])
    }
  }
  const promise = client.chat.completions.create(
    { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true },
    { signal: controller.signal },
  )
  const stream = how === 'response first' ? (await promise.withResponse()).data : await promise
  if (how === 'tee') {
    const [left, right] = stream.tee()
    await Promise.all([read(left, 'left'), read(right, 'right')])
  } else if (how === 'readable') {
    log.push(await new Response(stream.toReadableStream()).text().catch(seen))
  } else {
    await read(stream)
  }
  log.push(stream.controller.signal.aborted)
  return log
}

function makeClient(Client: typeof OpenAI, of: Scenario): OpenAI {
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => answer(of, init?.signal)
  return new Client({
    apiKey: 'k',
    baseURL: 'http://127.0.0.1:9/v1',
    fetch,
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    logLevel: 'off',
  })
}

it.each(versions)(
  'with %s any streams, read in any way, at once, are as without tracing, and every span ends once',
  async (_, Client) => {
    await fc.assert(
      fc.asyncProperty(fc.array(scenario, { minLength: 1, maxLength: 4 }), async (scenarios) => {
        const expected = await Promise.all(scenarios.map((one) => use(makeClient(Client, one), one)))
        const recording = record()
        try {
          const actual = await Promise.all(scenarios.map((one) => use(instrumentOpenAI(makeClient(Client, one)), one)))
          expect(actual).toEqual(expected)
          expect(recording.spans()).toHaveLength(scenarios.length)
          expect(new Set(recording.spans().map((span) => span.spanContext().spanId)).size).toBe(scenarios.length)
        } finally {
          await recording.tracing.shutdown()
        }
      }),
      { numRuns: 150 },
    )
  },
  60_000,
)
