import OpenAI from 'openai'
import { chunksOf } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { instrumentOpenAI, setAttributes, withSpan } from '../index.ts'
import { createFeed } from './feed.browser.ts'
import type { LiveEvent, LiveSlot } from './protocol.ts'
import { LiveSpanProcessor } from './processor.ts'
import { LiveRing, MAX_SPANS } from './ring.ts'
import { settings } from '../settings.ts'

function slot(): LiveSlot {
  return (globalThis as unknown as Record<symbol, LiveSlot>)[Symbol.for('spanlit.live')] as LiveSlot
}

/** Tracing with the page's feed, in either runtime, and what a viewer hears. */
function listen(options: Parameters<typeof record>[0] = {}): LiveEvent[] {
  const live = new LiveSpanProcessor(createFeed())
  record({ live: false, ...options, spanProcessors: [live] })
  settings.live = live
  const events: LiveEvent[] = []
  slot().subscribe((event) => events.push(event))
  return events
}

const attribute = (event: LiveEvent | undefined, key: string): unknown =>
  event?.span.attributes.find((item) => item.key === key)?.value

describe('the live feed', () => {
  it('tells of a span when it starts, when it changes and when it ends', () => {
    const events = listen()
    withSpan('work', () => setAttributes({ claims: 3 }), { attributes: { a: 'b' } })
    expect(events.map((event) => event.type)).toEqual(['start', 'update', 'end'])
    const [start, update, end] = events
    expect(start?.span).toMatchObject({
      name: 'work',
      kind: 1,
      attributes: [{ key: 'a', value: { stringValue: 'b' } }],
    })
    expect(start?.span.endTimeUnixNano).toBeUndefined()
    expect(update?.span.attributes).toEqual([{ key: 'claims', value: { intValue: '3' } }])
    expect(end?.span.endTimeUnixNano).toMatch(/^\d{19}$/)
    expect(start?.resource.attributes.map((item) => item.key)).toContain('service.name')
  })

  it('carries streamed text before the span ends, and content that the export leaves out', async () => {
    const events = listen({ captureContent: false })
    const api = await scriptedApi({ events: chunksOf('One two.') })
    const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
    const messages = [{ role: 'user' as const, content: 'Count.' }]
    for await (const _ of await client.chat.completions.create({ model: 'm', messages, stream: true }));
    const chat = events.filter((event) => event.span.name === 'chat m')
    const texts = chat.flatMap((event) => event.deltas ?? []).map((delta) => delta.text)
    expect(texts).toEqual(['One ', 'two.'])
    expect(chat.findIndex((event) => event.deltas)).toBeLessThan(chat.findIndex((event) => event.type === 'end'))
    expect(attribute(chat[1], 'gen_ai.input.messages')).toEqual({
      stringValue: '[{"role":"user","parts":[{"type":"text","content":"Count."}]}]',
    })
    expect(attribute(chat.at(-1), 'gen_ai.output.messages')).toBeDefined()
  })

  it('shows no text that redact has not seen', async () => {
    const events = listen({
      redact: (content) => JSON.parse(JSON.stringify(content).replaceAll('two', '***')) as unknown,
    })
    const api = await scriptedApi({ events: chunksOf('One two.') })
    const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
    const messages = [{ role: 'user' as const, content: 'Say two.' }]
    for await (const _ of await client.chat.completions.create({ model: 'm', messages, stream: true }));
    expect(JSON.stringify(events)).not.toContain('two')
    expect(JSON.stringify(events)).toContain('***')
  })

  it("says a failure in the API's own words, where the export has only its code", async () => {
    const events = listen({ captureContent: false })
    const api = await scriptedApi({ status: 400, json: { error: { message: 'Bad value: hello', code: 'bad_value' } } })
    const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
    await client.chat.completions.create({ model: 'm', messages: [] }).catch(() => {})
    await expect.poll(() => events.at(-1)?.type).toBe('end')
    expect(events.at(-1)?.span.status).toEqual({ code: 2, message: '400 Bad value: hello' })
  })

  it('goes on where a viewer fails', () => {
    const events = listen()
    const stop = slot().subscribe(() => {
      throw new Error('viewer')
    })
    const report = globalThis.reportError
    globalThis.reportError = () => {}
    try {
      withSpan('work', () => {})
    } finally {
      stop()
      globalThis.reportError = report
    }
    expect(events).toHaveLength(2)
  })
})

describe('what a viewer that comes later is told', () => {
  const event = (type: LiveEvent['type'], spanId: string, more: Partial<LiveEvent> = {}): LiveEvent => ({
    type,
    resource: { attributes: [] },
    scope: { name: 's' },
    span: { traceId: 't', spanId, name: 'n', kind: 1, startTimeUnixNano: '1', attributes: [] },
    ...more,
  })

  it('is the state of each span, in the fewest events', () => {
    const ring = new LiveRing()
    ring.add(event('start', 'a'))
    ring.add(event('update', 'a', { deltas: [{ kind: 'text', choice: 0, text: 'One ' }] }))
    ring.add(event('update', 'a', { deltas: [{ kind: 'text', choice: 0, text: 'two' }] }))
    ring.add(event('start', 'b'))
    ring.add(event('end', 'b'))
    expect(ring.snapshot().map(({ type, span, deltas }) => [type, span.spanId, deltas?.[0]?.text])).toEqual([
      ['start', 'a', undefined],
      ['update', 'a', 'One two'],
      ['end', 'b', undefined],
    ])
  })

  it('has reasoning and text in the order in which they were streamed, and the last name of the span', () => {
    const ring = new LiveRing()
    ring.add(event('start', 'a'))
    for (const [kind, text] of [
      ['reasoning', 'r1'],
      ['text', 't1'],
      ['reasoning', 'r2'],
      ['text', 't2'],
      ['text', 't3'],
    ] as const) {
      ring.add(event('update', 'a', { deltas: [{ kind, choice: 0, text }] }))
    }
    const { span } = event('update', 'a')
    ring.add(event('update', 'a', { span: { ...span, name: 'renamed' } }))
    const [start, update] = ring.snapshot()
    expect(start?.span.name).toBe('renamed')
    expect(update?.deltas?.map(({ text }) => text)).toEqual(['r1', 't1', 'r2', 't2t3'])
  })

  it('has the text of each choice in few pieces, where choices arrive interleaved', () => {
    const ring = new LiveRing()
    ring.add(event('start', 'a'))
    for (let index = 0; index < 100; index++) {
      ring.add(event('update', 'a', { deltas: [{ kind: 'text', choice: index % 2, text: 'x' }] }))
    }
    expect(ring.snapshot()[1]?.deltas?.map(({ text }) => text.length)).toEqual([50, 50])
  })

  it('is all that has happened, whether the viewer or core has put down the slot', () => {
    const KEY = Symbol.for('spanlit.live')
    const holder = globalThis as { [KEY]?: LiveSlot }
    delete holder[KEY]
    // As the viewer does it.
    const listeners = new Set<(event: LiveEvent) => void>()
    const byViewer: LiveSlot = {
      version: 1,
      subscribe: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
      snapshot: () => [],
      publish: (published) => listeners.forEach((listener) => listener(published)),
    }
    holder[KEY] = byViewer
    const [first, second] = [createFeed(), createFeed()]
    first.publish(event('start', 'a'))
    second.publish(event('end', 'a'))
    expect(slot()).toBe(byViewer)
    expect(
      slot()
        .snapshot()
        .map(({ type }) => type),
    ).toEqual(['end'])
    delete holder[KEY]
    createFeed().publish(event('start', 'b'))
    expect(
      slot()
        .snapshot()
        .map(({ span }) => span.spanId),
    ).toEqual(['b'])
  })

  it('is bounded by the number of spans', () => {
    const ring = new LiveRing()
    for (let index = 0; index < MAX_SPANS + 10; index++) ring.add(event('end', String(index)))
    expect(ring.snapshot()).toHaveLength(MAX_SPANS)
    expect(ring.snapshot()[0]?.span.spanId).toBe('10')
  })
})
