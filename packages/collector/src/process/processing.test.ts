import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { TestViewer } from '../../test/viewer.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import type { Span, TracesData } from '../otlp/model.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { readRequest, type ReadRequest } from '../otlp/request.ts'
import type { Signal } from '../otlp/signal.ts'

const open: { close(): unknown }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()))
})

async function start(options: CollectorOptions): Promise<{ url: string; backend: OtlpBackend; collector: Collector }> {
  const backend = await OtlpBackend.start()
  const collector = createCollector({
    forward: [{ url: backend.url }],
    logger: { info() {}, warn() {}, error() {} },
    ...options,
  })
  open.push({ close: () => collector.close({ flushTimeoutMs: 200 }) }, backend)
  return { url: (await collector.listen()).url, backend, collector }
}

function send(url: string, body: Uint8Array | object, signal: Signal = 'traces'): Promise<Response> {
  const isBytes = body instanceof Uint8Array
  return fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': isBytes ? 'application/x-protobuf' : 'application/json' },
    body: (isBytes ? body : JSON.stringify(body)) as BodyInit,
  })
}

function read(signal: Signal, body: Uint8Array): unknown {
  return (readRequest(signal, decodeRequest(signal, body)) as ReadRequest).data
}

function spansOf(backend: OtlpBackend): Span[] {
  return backend.received.flatMap(({ body }) =>
    (read('traces', body) as TracesData).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    ),
  )
}

const key = `sk-proj-${'a1B2'.repeat(10)}`

test('removes keys, patterns and attributes from what is forwarded and from what viewers see', async () => {
  const { url, backend } = await start({
    redact: {
      secrets: true,
      patterns: ['\\b\\d{4}-\\d{4}\\b', /card/i],
      attributes: ['http.request.header.*', 'user.email'],
    },
  })
  const attributes = {
    'gen_ai.input.messages': `[{"text":"my key is ${key}"}]`,
    'http.request.header.cookie': 'secret',
    'user.email': 'somebody@example.com',
    list: ['1234-5678', 'fine'],
  }
  const spans = makeSpans([`chat ${key}`], attributes, (span) => {
    span.addEvent('said', { text: 'Card 1234-5678', 'user.email': 'x' })
    span.setStatus({ code: 2, message: `bad key ${key}` })
  })
  expect((await send(url, ProtobufTraceSerializer.serializeRequest(spans)!)).status).toBe(200)
  await expect.poll(() => spansOf(backend)).toHaveLength(1)
  const viewer = await TestViewer.open(url)
  const shown = (await viewer.next())?.event.span
  viewer.close()
  for (const span of [spansOf(backend)[0], shown]) {
    expect(span).toMatchObject({
      name: 'chat [removed]',
      traceId: spans[0].spanContext().traceId,
      status: { message: 'bad key [removed]' },
      attributes: [
        { key: 'gen_ai.input.messages', value: { stringValue: '[{"text":"my key is [removed]"}]' } },
        { key: 'list', value: { arrayValue: { values: [{ stringValue: '[removed]' }, { stringValue: 'fine' }] } } },
      ],
      events: [{ attributes: [{ key: 'text', value: { stringValue: '[removed] [removed]' } }] }],
    })
  }
})

test('drops content from spans and from events of the conventions', async () => {
  const { url, backend } = await start({ redact: { content: 'drop' } })
  const bytes = ProtobufTraceSerializer.serializeRequest(
    makeSpans(['chat'], {
      'gen_ai.output.messages': '[]',
      'gen_ai.prompt.0.content': 'old',
      'gen_ai.request.model': 'gpt-5',
    }),
  )!
  await send(url, bytes)
  const record = (eventName: string) => ({
    eventName,
    body: { stringValue: 'words' },
    attributes: [{ key: 'gen_ai.input.messages', value: { stringValue: '[]' } }],
  })
  const logRecords = [record('gen_ai.user.message'), record('app.started')]
  await send(url, { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }, 'logs')
  await expect.poll(() => backend.received).toHaveLength(2)
  const [traces, logs] = ['traces', 'logs'].map((signal) => {
    const found = backend.received.find(({ path }) => path === `/v1/${signal}`)
    return read(signal as Signal, found!.body)
  })
  expect((traces as TracesData).resourceSpans[0]?.scopeSpans[0]?.spans[0]?.attributes).toEqual([
    { key: 'gen_ai.request.model', value: { stringValue: 'gpt-5' } },
  ])
  expect(logs).toMatchObject({
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              { eventName: 'gen_ai.user.message' },
              { eventName: 'app.started', body: { stringValue: 'words' } },
            ],
          },
        ],
      },
    ],
  })
  expect(JSON.stringify(logs)).not.toContain('gen_ai.input.messages')
  expect(JSON.stringify(logs).match(/words/g)).toHaveLength(1)
})

function span(traceId: string, more: object = {}): object {
  return { traceId, spanId: 'b'.repeat(16), startTimeUnixNano: '1000000000', endTimeUnixNano: '1500000000', ...more }
}

function requestOf(...spans: object[]): object {
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] }
}

/** A trace id whose last 56 bits, the random ones, are so large a part of the whole. */
function traceIdAt(part: number): string {
  return (
    'a'.repeat(18) +
    BigInt(Math.floor(part * 2 ** 56))
      .toString(16)
      .padStart(14, '0')
  )
}

test('forwards the traces that its ratio keeps, and says in the trace state how many each stands for', async () => {
  const { url, backend } = await start({ sampling: { ratio: 0.25, keepSlowerThanMs: 10_000 } })
  const slow = { endTimeUnixNano: '12000000000' }
  const response = await send(
    url,
    requestOf(
      span(traceIdAt(0.7)),
      span(traceIdAt(0.8)),
      span(traceIdAt(0.1), { status: { code: 2 } }),
      span(traceIdAt(0.2), slow),
      span(traceIdAt(0.9), { traceState: 'x=1,ot=th:e' }),
      span(traceIdAt(0.9), { traceState: 'ot=th:f8' }),
      span(traceIdAt(0.3), { traceState: 'ot=rv:e0000000000000' }),
    ),
  )
  expect(await response.json()).toEqual({})
  await expect.poll(() => spansOf(backend)).toHaveLength(5)
  expect(spansOf(backend).map(({ traceId, traceState }) => [traceId, traceState])).toEqual([
    [traceIdAt(0.8), 'ot=th:c'],
    [traceIdAt(0.1), undefined],
    [traceIdAt(0.2), undefined],
    [traceIdAt(0.9), 'ot=th:e,x=1'],
    [traceIdAt(0.3), 'ot=rv:e0000000000000;th:c'],
  ])
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('spanlit_sampled_out_spans_total 2\n')
})

test('shows viewers also what is not forwarded', async () => {
  const { url, backend } = await start({ sampling: { ratio: 0 } })
  await send(url, requestOf(span(traceIdAt(0.5))))
  const viewer = await TestViewer.open(url)
  expect((await viewer.next())?.event.span.traceId).toBe(traceIdAt(0.5))
  viewer.close()
  expect(backend.received).toEqual([])
})

test('takes on new options while it runs, and says which need a new start', async () => {
  const { url, backend, collector } = await start({})
  const forward = [{ url: backend.url }]
  expect(collector.reload({ forward, redact: { attributes: ['secret'] }, tokens: { senders: ['t'] } })).toEqual([])
  const body = ProtobufTraceSerializer.serializeRequest(makeSpans(['chat'], { secret: 'x', open: 'y' }))!
  expect((await send(url, body)).status).toBe(401)
  expect(() => collector.reload({ forward, redact: { content: 'all' as never } })).toThrow(/expected "keep" or "drop"/)
  expect(collector.reload({ forward: [{ url: 'http://127.0.0.1:9' }], redact: { attributes: ['secret'] } })).toEqual([
    'forward',
  ])
  expect((await send(url, body)).status).toBe(200)
  await expect.poll(() => spansOf(backend)).toHaveLength(1)
  expect(spansOf(backend)[0]?.attributes).toEqual([{ key: 'open', value: { stringValue: 'y' } }])
})

test('refuses options of redaction and sampling that mean nothing', () => {
  expect(() => createCollector({ redact: { patterns: ['('] } })).toThrow(
    /redact.patterns\[0\] is no regular expression/,
  )
  expect(() => createCollector({ redact: { secret: true } as never })).toThrow(/redact has no option "secret"/)
  expect(() => createCollector({ sampling: { ratio: 25 } })).toThrow(
    /sampling.ratio is 25; expected a number from 0 to 1/,
  )
})
