import { afterEach, expect, test } from 'vitest'
import { TestViewer } from '../../test/viewer.ts'
import { createCollector, type Collector, type CollectorOptions } from '../index.ts'
import type { LiveEvent } from '../live/event.ts'

const open: Collector[] = []
const viewers: TestViewer[] = []
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.close()
  await Promise.all(open.splice(0).map((collector) => collector.close({ flushTimeoutMs: 500 })))
})

async function start(options: CollectorOptions = {}): Promise<string> {
  const collector = createCollector({ logger: { info() {}, warn() {}, error() {} }, ...options })
  open.push(collector)
  return (await collector.listen()).url
}

async function view(url: string, lastEventId?: string): Promise<TestViewer> {
  const viewer = await TestViewer.open(url, lastEventId)
  viewers.push(viewer)
  return viewer
}

const traceId = 'a'.repeat(32)
const resource = { attributes: [text('service.name', 'claims-api')] }
const scope = { name: 'spanlit' }

function text(key: string, value: string): { key: string; value: { stringValue: string } } {
  return { key, value: { stringValue: value } }
}

function span(number: number, rest: object = {}): object {
  return {
    traceId,
    spanId: String(number).padStart(16, '0'),
    name: `span ${number}`,
    kind: 3,
    startTimeUnixNano: '1000',
    ...rest,
  }
}

function event(type: LiveEvent['type'], number: number, rest: object = {}, more: object = {}): object {
  return {
    type,
    resource,
    scope,
    span: span(number, { ...(type === 'end' && { endTimeUnixNano: '2000' }), ...rest }),
    ...more,
  }
}

async function live(url: string, ...events: unknown[]): Promise<Response> {
  return fetch(`${url}/live`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
}

async function otlp(url: string, ...spans: object[]): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }),
  })
  expect(response.status).toBe(200)
}

const attributesOf = (received: { event: LiveEvent } | undefined): Record<string, string | undefined> =>
  Object.fromEntries((received?.event.span.attributes ?? []).map(({ key, value }) => [key, value.stringValue]))

test('shows an open span and its streamed text while it is open', async () => {
  const url = await start()
  const viewer = await view(url)
  const delta = { kind: 'text', choice: 0, text: 'Hello' }
  const response = await live(url, event('start', 1), event('update', 1, {}, { deltas: [delta] }))
  expect([response.status, await response.json()]).toEqual([202, { accepted: 2 }])
  const [first, second] = await viewer.take(2)
  expect(first?.event).toMatchObject({ type: 'start', span: { name: 'span 1' } })
  expect(first?.event.span.endTimeUnixNano).toBeUndefined()
  expect(second?.event).toMatchObject({ type: 'update', deltas: [delta] })
  await live(url, event('end', 1))
  expect((await viewer.next())?.event.type).toBe('end')
})

test('replays to a viewer that comes late, an ended span as one event', async () => {
  const url = await start()
  await live(url, event('start', 1), event('update', 1), event('start', 2), event('end', 1))
  const viewer = await view(url)
  const received = await viewer.take(2)
  expect(received.map(({ event }) => [event.type, event.span.name])).toEqual([
    ['start', 'span 2'],
    ['end', 'span 1'],
  ])
})

test('resumes after Last-Event-ID, and plays all to a viewer whose id it does not know', async () => {
  const url = await start()
  await live(url, event('start', 1), event('start', 2), event('start', 3))
  const all = await (await view(url)).take(3)
  const rest = await (await view(url, all[0]?.id)).take(2)
  expect(rest.map(({ event }) => event.span.name)).toEqual(['span 2', 'span 3'])
  const unknown = await (await view(url, '9007199254740991')).take(3)
  expect(unknown).toHaveLength(3)
})

test('shows a span that comes both ways once, with the content that only the live event has', async () => {
  const url = await start()
  const viewer = await view(url)
  const content = text('gen_ai.output.messages', '[{"role":"assistant"}]')
  await live(url, event('end', 1, { attributes: [content, text('both', 'live')] }))
  expect(attributesOf(await viewer.next())).toEqual({
    'gen_ai.output.messages': '[{"role":"assistant"}]',
    both: 'live',
  })
  await otlp(url, span(1, { endTimeUnixNano: '2000', attributes: [text('both', 'exported'), text('late', 'yes')] }))
  expect(attributesOf(await viewer.next())).toEqual({
    'gen_ai.output.messages': '[{"role":"assistant"}]',
    both: 'live',
    late: 'yes',
  })
  expect(await (await view(url)).take(1)).toHaveLength(1)
})

test('adds content to a span whose exported copy came first, also from an open one', async () => {
  const url = await start()
  const viewer = await view(url)
  await otlp(url, span(1, { endTimeUnixNano: '2000', attributes: [text('both', 'exported')] }))
  await viewer.next()
  await live(url, event('end', 1, { attributes: [text('both', 'live'), text('content', 'yes')] }))
  expect(attributesOf(await viewer.next())).toEqual({ both: 'live', content: 'yes' })

  await live(
    url,
    event('start', 2, { attributes: [text('prompt', 'hi')] }),
    event('update', 2, { attributes: [text('answer', 'ho')] }),
  )
  await viewer.take(2)
  await otlp(url, span(2, { endTimeUnixNano: '2000', attributes: [text('model', 'gpt')] }))
  const received = await viewer.next()
  expect(received?.event.type).toBe('end')
  expect(attributesOf(received)).toEqual({ prompt: 'hi', answer: 'ho', model: 'gpt' })
})

test('does not repeat a batch that is sent again', async () => {
  const url = await start()
  const viewer = await view(url)
  await otlp(url, span(1, { endTimeUnixNano: '2000' }))
  await otlp(url, span(1, { endTimeUnixNano: '2000' }))
  await otlp(url, span(2, { endTimeUnixNano: '2000' }))
  expect((await viewer.take(2)).map(({ event }) => event.span.name)).toEqual(['span 1', 'span 2'])
})

test('keeps the newest spans within its bounds of spans and bytes', async () => {
  const bySpans = await start({ live: { maxSpans: 3 } })
  await live(bySpans, ...[1, 2, 3, 4, 5].map((number) => event('end', number)))
  expect((await (await view(bySpans)).take(3)).map(({ event }) => event.span.name)).toEqual([
    'span 3',
    'span 4',
    'span 5',
  ])
  const byBytes = await start({ live: { maxBytes: 25_000 } })
  const large = { attributes: [text('content', 'x'.repeat(10_000))] }
  await live(byBytes, ...[1, 2, 3, 4].map((number) => event('end', number, large)))
  expect((await (await view(byBytes)).take(2)).map(({ event }) => event.span.name)).toEqual(['span 3', 'span 4'])
})

test('says which live events it could not read, and takes the others', async () => {
  const url = await start()
  const some = await live(url, event('start', 1), { type: 'begin' }, event('start', 2, { traceId: 'x' }))
  expect([some.status, await some.json()]).toEqual([
    202,
    { accepted: 1, rejected: 2, reason: 'events[1].type is "begin"; expected "start", "update" or "end"' },
  ])
  const none = await live(url, event('end', 1, { endTimeUnixNano: undefined }))
  expect([none.status, (await none.json()).message]).toEqual([
    400,
    expect.stringContaining('endTimeUnixNano is missing'),
  ])
  const shape = await fetch(`${url}/live`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '[]',
  })
  expect([shape.status, (await shape.json()).message]).toEqual([400, expect.stringContaining('expected an object')])
  const form = await fetch(`${url}/live`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })
  expect(form.status).toBe(415)
})

test('ends every stream when it is closed', async () => {
  const url = await start()
  const viewer = await view(url)
  await live(url, event('start', 1))
  await viewer.next()
  const ended = viewer.next().catch(() => undefined)
  await open[0]?.close()
  expect(await ended).toBeUndefined()
})
