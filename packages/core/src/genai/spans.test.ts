import { SpanKind, context, createContextKey, propagation, trace } from '@opentelemetry/api'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { json, record } from '../../test/recording.ts'
import {
  continueTrace,
  instrumentOpenAI,
  recordEvaluation,
  setAttributes,
  traced,
  withConversation,
  withSpan,
  withTool,
} from '../index.ts'

describe('withSpan', () => {
  it('returns what the function returns, and ends when it has returned', () => {
    const recording = record()
    const result = withSpan('add', (span) => {
      span.setAttribute('a', 1)
      setAttributes({ b: true })
      return 42
    })
    expect(result).toBe(42)
    const [span] = recording.spans()
    expect(span).toMatchObject({ name: 'add', kind: SpanKind.INTERNAL, attributes: { a: 1, b: true } })
  })

  it('waits for a promise', async () => {
    const recording = record()
    let release = (): void => {}
    const pending = withSpan('wait', () => new Promise<string>((resolve) => (release = () => resolve('done'))))
    expect(recording.spans()).toHaveLength(0)
    release()
    expect(await pending).toBe('done')
    expect(recording.spans()).toHaveLength(1)
  })

  it('records an error, thrown or rejected, and hands on the very same', async () => {
    const recording = record()
    const error = new RangeError('Too much')
    expect(() =>
      withSpan('throws', () => {
        throw error
      }),
    ).toThrow(error)
    await expect(withSpan('rejects', () => Promise.reject(error))).rejects.toBe(error)
    for (const span of recording.spans()) {
      expect(span.attributes['error.type']).toBe('RangeError')
      expect(span.status).toEqual({ code: 2, message: 'Too much' })
      expect(span.events).toHaveLength(1)
    }
  })

  it("does not use up the client's promise, which may be asked for its raw response later", async () => {
    const recording = record()
    const api = await scriptedApi({ json: completion() })
    const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
    const promise = withSpan('outer', () => client.chat.completions.create({ model: 'm', messages: [] }))
    expect(promise.constructor.name).toBe('APIPromise')
    const raw = await promise.asResponse()
    expect(await raw.json()).toMatchObject({ id: 'chatcmpl-1' })
    await expect.poll(() => recording.spans().map((span) => span.name)).toEqual(['chat m', 'outer'])
  })

  it('does not run a query that its builder runs only when it is awaited', async () => {
    const recording = record()
    let runs = 0
    const query = {
      then<T>(done: (rows: string[]) => T): Promise<T> {
        runs += 1
        return Promise.resolve(done(['row']))
      },
    }
    const result = withSpan('query', () => query)
    expect(result).toBe(query)
    expect(runs).toBe(0)
    expect(await result).toEqual(['row'])
    expect(runs).toBe(1)
    expect(recording.spans()).toHaveLength(1)
  })
})

describe('traced', () => {
  it('wraps a function with the same signature, name, length and this', () => {
    const recording = record()
    const counter = {
      step: 2,
      add: traced('add', function add(this: { step: number }, a: number, b: number): number {
        return a + b + this.step
      }),
    }
    const result: number = counter.add(1, 2)
    expect(result).toBe(5)
    expect([counter.add.name, counter.add.length]).toEqual(['add', 2])
    expect(recording.named('add')).toHaveLength(1)
  })

  it('is a standard method decorator, with the name of the method by default', async () => {
    const recording = record()
    const decorate = traced()
    const method = decorate(
      async function assess(this: { verdict: string }): Promise<string> {
        return this.verdict
      },
      { name: 'assess', kind: 'method' } as ClassMethodDecoratorContext<{ verdict: string }, never>,
    )
    expect(await method.call({ verdict: 'True' })).toBe('True')
    expect(recording.named('assess')).toHaveLength(1)
  })

  it('keeps a generator open until it is exhausted, closed or has thrown', async () => {
    const recording = record()
    const count = traced('count', function* (to: number) {
      for (let n = 0; n < to; n++) yield n
    })
    expect([...count(3)]).toEqual([0, 1, 2])
    expect(recording.named('count')).toHaveLength(1)
    const stream = traced('stream', async function* () {
      yield trace.getSpan(context.active())?.spanContext().spanId
      yield 'two'
    })
    for await (const first of stream()) {
      expect(recording.named('stream')).toHaveLength(0)
      expect(first).toMatch(/^[0-9a-f]{16}$/)
      break
    }
    expect(recording.named('stream')).toHaveLength(1)
  })

  it('says what it takes', () => {
    expect(() => traced((() => 1) as never)).toThrow("takes the span's name first")
  })
})

/** As node-fetch's and others': neither the global class nor a plain object. */
function otherHeaders(values: Record<string, string>): { keys(): Iterable<string>; get(name: string): string | null } {
  return { keys: () => Object.keys(values), get: (name) => values[name.toLowerCase()] ?? null }
}

describe('continueTrace', () => {
  const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

  it.each([
    ['Headers', new Headers({ traceparent: header })],
    ["an IncomingMessage's headers", { host: 'x', traceparent: header }],
    ['a plain object in any case', { Traceparent: [header] }],
    ['a Map', new Map([['Traceparent', header]])],
    ['Headers of another implementation', otherHeaders({ traceparent: header })],
  ])('makes spans children of the caller, from %s', (_, headers) => {
    const recording = record()
    continueTrace(headers, () => withSpan('serve', () => {}))
    expect(recording.spans()[0]?.parentSpanContext).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    })
  })

  it('starts a trace where there is no header, or a wrong one', () => {
    const recording = record()
    continueTrace({ traceparent: 'nonsense' }, () => withSpan('serve', () => {}))
    expect(recording.spans()[0]?.parentSpanContext).toBeUndefined()
    expect(propagation.fields()).toContain('traceparent')
  })

  it.each([[undefined], [null]])('takes %s for no headers', (headers) => {
    const recording = record()
    expect(continueTrace(headers, () => withSpan('serve', () => 1))).toBe(1)
    expect(recording.spans()[0]?.parentSpanContext).toBeUndefined()
  })

  it('leaves the span of a framework active that has continued the same trace', () => {
    const recording = record()
    continueTrace({ traceparent: header }, () =>
      withSpan('GET /', () => continueTrace({ traceparent: header }, () => withSpan('serve', () => {}))),
    )
    const [request, serve] = [recording.named('GET /')[0], recording.named('serve')[0]]
    expect(serve?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId)
    expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
  })

  it('keeps the conversation, the agent and what the application has in the context, but no span and no baggage of this side', () => {
    const recording = record()
    const key = createContextKey('tenant')
    const baggage = propagation.createBaggage({ here: { value: '1' } })
    const around = propagation.setBaggage(context.active().setValue(key, 'blue'), baggage)
    const seen = context.with(around, () =>
      withSpan('here', () =>
        withConversation('conv_1', () =>
          continueTrace({ traceparent: header }, () => {
            withTool({ name: 'search' }, () => {})
            return [context.active().getValue(key), propagation.getActiveBaggage()]
          }),
        ),
      ),
    )
    expect(seen).toEqual(['blue', undefined])
    const [tool] = recording.named('execute_tool search')
    expect(tool?.attributes['gen_ai.conversation.id']).toBe('conv_1')
    expect(tool?.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
  })
})

describe('withTool', () => {
  it('is an execute_tool span with arguments and result as JSON', async () => {
    const recording = record()
    await withTool({ name: 'search', callId: 'call_1', arguments: { query: 'flu' } }, async () => ({ hits: 3 }))
    const span = await recording.span()
    expect(span.name).toBe('execute_tool search')
    expect(span.attributes).toMatchObject({ 'gen_ai.tool.call.id': 'call_1', 'gen_ai.tool.type': 'function' })
    expect(json(span, 'gen_ai.tool.call.arguments')).toEqual({ query: 'flu' })
    expect(json(span, 'gen_ai.tool.call.result')).toEqual({ hits: 3 })
  })

  it('records neither where no content is captured', async () => {
    const recording = record({ captureContent: 'none' })
    await withTool({ name: 'search', arguments: { query: 'flu' } }, async () => 'secret')
    expect(JSON.stringify((await recording.span()).attributes)).not.toMatch(/flu|secret/)
  })
})

it('recordEvaluation puts the result on the current span', () => {
  const recording = record()
  withSpan('judge', () => recordEvaluation({ name: 'relevance', score: 0.9, label: 'pass', responseId: 'resp_1' }))
  expect(recording.spans()[0]?.events).toMatchObject([
    {
      name: 'gen_ai.evaluation.result',
      attributes: { 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': 0.9 },
    },
  ])
})

it('leaves a traced function all that it had', () => {
  const fn = Object.assign(async () => {}, { meta: 3 })
  const wrapped = traced('x', fn)
  expect(wrapped.meta).toBe(3)
  expect(wrapped).toHaveLength(0)
  expect(Object.getPrototypeOf(wrapped)).toBe(Object.getPrototypeOf(fn))
})
