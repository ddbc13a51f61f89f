import fc from 'fast-check'
import { completion, response } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { json, record } from '../../test/recording.ts'
import { withTool } from '../index.ts'
import { byteLength } from '../utf8.ts'
import { cutText, serializeWithin } from './limit.ts'

describe('content over its limit', () => {
  const message = (content: string): object => ({ role: 'user', parts: [{ type: 'text', content }] })

  it('is valid JSON within the limit, cut in its longest text, and says how much is missing', () => {
    const json = serializeWithin([message('short'), message('ä'.repeat(5000))], 2000)
    expect(byteLength(json)).toBeLessThanOrEqual(2000)
    const [first, second] = JSON.parse(json) as { parts: { content: string }[] }[]
    expect(first?.parts[0]?.content).toBe('short')
    expect(second?.parts[0]?.content).toMatch(/^ä+…\[\d+ bytes cut\]$/)
  })

  it('keeps both ends of a conversation that is too long by its number of messages', () => {
    const json = serializeWithin(
      Array.from({ length: 5000 }, (_, index) => message(`m${index}`)),
      4000,
    )
    expect(byteLength(json)).toBeLessThanOrEqual(4000)
    const list = JSON.parse(json) as { parts: { content: string }[]; omitted_items?: number }[]
    expect(list[0]?.parts[0]?.content).toBe('m0')
    expect(list.at(-1)?.parts[0]?.content).toBe('m4999')
    expect(list.find((item) => item.omitted_items)?.omitted_items).toBeGreaterThan(4000)
  })

  it('never cuts a character in two, and counts the mark as well', () => {
    for (let cap = 64; cap < 80; cap++) {
      const text = cutText('🦊'.repeat(100), cap)
      expect(text).toMatch(/^(🦊)+…\[\d+ bytes cut\]$/u)
      expect(byteLength(text)).toBeLessThanOrEqual(cap)
    }
  })

  it('names large media by type, size and hash', () => {
    const json = serializeWithin(
      [
        {
          role: 'user',
          parts: [{ type: 'blob', modality: 'image', mime_type: 'image/png', content: 'A'.repeat(400_000) }],
        },
      ],
      262_144,
    )
    expect(JSON.parse(json)).toEqual([
      {
        role: 'user',
        parts: [
          {
            type: 'spanlit.media',
            modality: 'image',
            mime_type: 'image/png',
            bytes: 300_000,
            fnv1a: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
          },
        ],
      },
    ])
  })

  it('of 20 MB is cut as any other', () => {
    const json = serializeWithin([message('x'.repeat(20_000_000))], 262_144)
    expect(byteLength(json)).toBeLessThanOrEqual(262_144)
    expect(JSON.parse(json)).toHaveLength(1)
  })

  it('may hold what JSON cannot', () => {
    const circular: Record<string, unknown> = { big: 10n }
    circular.self = circular
    expect(JSON.parse(serializeWithin({ circular }, 1000))).toEqual({ circular: { big: '10', self: '[circular]' } })
  })

  it('names the bytes that a tool gave back by their number', () => {
    for (const bytes of [new Uint8Array(50), new DataView(new ArrayBuffer(50)), new Float32Array(10).subarray(0, 5)])
      expect(JSON.parse(serializeWithin(bytes, 262_144))).toEqual({ type: 'spanlit.media', bytes: bytes.byteLength })
  })
})

describe('what is recorded of a call with much content', () => {
  const numbers = Array.from({ length: 30_000 }, (_, index) => index / 7)
  const many = Array.from({ length: 200 }, (_, index) => `Chunk ${index} of the documents says something.`)

  interface Recorded {
    role: string
    parts: { type: string; content?: string; name?: string; arguments?: { points: unknown[] }; bytes?: number }[]
  }

  it('is all of the answer but the middle of a list of numbers in a tool call', async () => {
    const recording = record()
    const call = {
      id: 'c',
      type: 'function',
      function: { name: 'plot', arguments: JSON.stringify({ points: numbers }) },
    }
    const client = await scriptedClient({ json: completion({ content: 'Here is the chart.', tool_calls: [call] }) })
    await client.chat.completions.create({ model: 'm', messages: [] })
    const [message] = json(await recording.span(), 'gen_ai.output.messages') as Recorded[]
    expect(message?.parts[0]).toEqual({ type: 'text', content: 'Here is the chart.' })
    const points = message?.parts[1]?.arguments?.points
    expect(message?.parts[1]?.name).toBe('plot')
    expect(points?.slice(0, 3)).toEqual(numbers.slice(0, 3))
    expect(points?.at(-1)).toBe(numbers.at(-1))
    expect(points?.find((point) => typeof point === 'string')).toMatch(/^…\[\d+ items, \d+ bytes cut\]$/)
    expect(points?.length).toBeGreaterThan(10_000)
  })

  it('is both ends of a message of many parts, and the other messages', async () => {
    const recording = record({ maxContentBytes: 4096 })
    const client = await scriptedClient({ json: completion() })
    await client.chat.completions.create({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: many.map((text) => ({ type: 'text', text })) },
      ],
    })
    const [system, user] = json(await recording.span(), 'gen_ai.input.messages') as Recorded[]
    expect(system?.parts).toEqual([{ type: 'text', content: 'Be kind.' }])
    expect(user?.parts[0]?.content).toBe(many[0])
    expect(user?.parts.at(-1)?.content).toBe(many.at(-1))
    expect(user?.parts.find(({ type }) => type === 'spanlit.cut')?.bytes).toBeGreaterThan(4096)
  })

  it('is, of one message that is far too large, as much as there is room for', async () => {
    const recording = record({ maxContentBytes: 8192 })
    const client = await scriptedClient({ json: completion() })
    await client.chat.completions.create({
      model: 'm',
      messages: [
        { role: 'user', content: 'First.' },
        { role: 'user', content: many.map((text) => ({ type: 'text', text: text.repeat(50) })) },
        { role: 'user', content: 'Last.' },
      ],
    })
    const span = await recording.span()
    const messages = json(span, 'gen_ai.input.messages') as Recorded[]
    expect(messages.map(({ parts }) => parts[0]?.content?.slice(0, 7))).toEqual(['First.', 'Chunk 0', 'Last.'])
    const bytes = byteLength(String(span.attributes['gen_ai.input.messages']))
    expect(bytes).toBeGreaterThan(6000)
    expect(bytes).toBeLessThanOrEqual(8192)
  })

  it('names images by size and hash where they do not fit, and never cuts into them', async () => {
    const recording = record({ maxContentBytes: 20_000 })
    const client = await scriptedClient({ json: completion() })
    const url = `data:image/png;base64,${'iVBO'.repeat(900)}`
    await client.chat.completions.create({
      model: 'm',
      messages: [
        { role: 'user', content: Array.from({ length: 20 }, () => ({ type: 'image_url', image_url: { url } })) },
      ],
    })
    const [message] = json(await recording.span(), 'gen_ai.input.messages') as Recorded[]
    expect(message?.parts).toHaveLength(20)
    expect(message?.parts[0]).toMatchObject({
      type: 'spanlit.media',
      modality: 'image',
      mime_type: 'image/png',
      bytes: 2700,
    })
  })

  it('names media wherever a data URL stands', async () => {
    const recording = record()
    const url = `data:image/png;base64,${'iVBO'.repeat(30_000)}`
    const output = [
      {
        type: 'code_interpreter_call',
        id: 'c',
        status: 'completed',
        code: 'plot()',
        outputs: [{ type: 'image', url }],
      },
      { type: 'mcp_call', id: 'm', name: 'n', server_label: 's', arguments: '{}', output: `See ![](${url})` },
    ]
    const client = await scriptedClient({ json: response('', { output }) })
    await client.responses.create({ model: 'm', input: 'x' })
    const text = String((await recording.span()).attributes['gen_ai.output.messages'])
    expect(text.match(/\[image\/png, 90000 bytes, fnv1a [0-9a-f]{8}\]/g)).toHaveLength(2)
    expect(text.length).toBeLessThan(1000)
  })

  it('keeps the transcript of audio that it does not keep', async () => {
    const recording = record()
    const audio = { id: 'a', data: 'aGk='.repeat(2000), transcript: 'Hi there' }
    const client = await scriptedClient({ json: completion({ audio }) })
    await client.chat.completions.create({ model: 'm', messages: [] })
    const [message] = json(await recording.span(), 'gen_ai.output.messages') as Recorded[]
    expect(message?.parts).toEqual([
      expect.objectContaining({ type: 'spanlit.media', modality: 'audio', bytes: 6000, transcript: 'Hi there' }),
    ])
  })

  it('is JSON still, where a tool was given or gave back JSON, with its large numbers as they are', async () => {
    const recording = record({ maxContentBytes: 1000 })
    withTool(
      { name: 't', arguments: { title: 'T', points: numbers } },
      () => `{"id": 1234567890123456789, "text": "${'x'.repeat(5000)}", "last": true}`,
    )
    const span = await recording.span()
    expect(json(span, 'gen_ai.tool.call.arguments')).toMatchObject({
      title: 'T',
      points: expect.any(Array) as unknown[],
    })
    expect(json(span, 'gen_ai.tool.call.result')).toEqual({
      id: '1234567890123456789',
      text: expect.stringMatching(/^x+…\[\d+ bytes cut\]$/) as string,
      last: true,
    })
    for (const name of ['arguments', 'result']) {
      expect(byteLength(String(span.attributes[`gen_ai.tool.call.${name}`]))).toBeLessThanOrEqual(1000)
    }
  })

  it('is the text of a tool as it is, where that only looks like media', () => {
    const text = `{"id": 1234567890123456789, "type":"blob", "content": "${'x'.repeat(5000)}"}`
    expect(serializeWithin(text, 100_000)).toBe(text)
  })

  it('is JSON still, where a text in it looks like JSON with large numbers', async () => {
    const recording = record({ maxContentBytes: 1024, captureContent: 'span_and_event' })
    const client = await scriptedClient({ json: completion() })
    const content = 'Sum of [1234567890123456789, 2] please. '.repeat(40)
    await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] })
    const [message] = json(await recording.span(), 'gen_ai.input.messages') as Recorded[]
    expect(message?.parts[0]?.content).toMatch(/^Sum of \[1234567890123456789, 2\].*bytes cut\]$/)
  })

  it('is the text of a tool as it is, where that calls a text a blob', async () => {
    const recording = record()
    const content = 'Not base64, but what a tool stores. '.repeat(150)
    withTool({ name: 't', arguments: { type: 'blob', content } }, () => 'done')
    expect(json(await recording.span(), 'gen_ai.tool.call.arguments')).toEqual({ type: 'blob', content })
  })

  it.each([
    ['data:', ';base64,'],
    ['data:a/b', ';base64,'],
    ['data:a/b;a=b', ';base64,AAAA'],
    [';base64,', ''],
  ])('takes little time where 200 KB of it are made of %j', (piece, after) => {
    const text = piece.repeat(200_000 / piece.length) + after
    const start = performance.now()
    serializeWithin(text, 262_144)
    // Without bounds it is seconds.
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('is valid JSON of the same kind within the limit, whatever the content', () => {
    const part = fc.record({
      type: fc.constantFrom('text', 'tool_call', 'blob'),
      content: fc.string({ maxLength: 3000, unit: 'grapheme' }),
      arguments: fc.jsonValue(),
    })
    const message = fc.record({ role: fc.string({ maxLength: 20 }), parts: fc.array(part, { maxLength: 40 }) })
    const content = fc.oneof(
      fc.array(message, { maxLength: 30 }),
      fc.array(fc.jsonValue({ maxDepth: 6 })),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 60 }),
    )
    fc.assert(
      fc.property(content, fc.integer({ min: 256, max: 3000 }), (value, maxBytes) => {
        const text = serializeWithin(value, maxBytes)
        expect(byteLength(text)).toBeLessThanOrEqual(maxBytes)
        expect(Array.isArray(JSON.parse(text))).toBe(Array.isArray(value))
      }),
    )
  })

  it('takes no longer for what is nested deep', () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 3000; depth++) deep = { a: deep }
    const text = serializeWithin({ deep, text: 'y'.repeat(20_000) }, 20_000)
    expect(text).toContain('[too deep]')
    expect(byteLength(text)).toBeLessThanOrEqual(20_000)
  })
})

it('content of thousands of levels is recorded, with its media named', async () => {
  const recording = record()
  const client = await scriptedClient({ json: completion() })
  const url = `data:image/png;base64,${'A'.repeat(5000)}`
  const deep = '['.repeat(4000) + ']'.repeat(4000)
  await client.chat.completions.create({
    model: 'm',
    messages: [
      { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
      { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: deep } }] },
    ],
  })
  const [image, call] = json(await recording.span(), 'gen_ai.input.messages') as { parts: object[] }[]
  expect(image?.parts[0]).toMatchObject({ type: 'spanlit.media', bytes: 3750 })
  expect(JSON.stringify(call)).toContain('[too deep]')
})

describe('content of many megabytes', () => {
  it('is cut to its limit, and the mark says how much is missing', () => {
    const text = 'ä'.repeat(10_000_000)
    const json = serializeWithin([{ role: 'user', parts: [{ type: 'text', content: text }] }], 10_000)
    expect(byteLength(json)).toBeLessThanOrEqual(10_000)
    const [message] = JSON.parse(json) as [{ parts: [{ content: string }] }]
    const [, kept = '', cut] = /^(ä+)…\[(\d+) bytes cut\]$/.exec(message.parts[0].content) ?? []
    expect(byteLength(kept) + Number(cut)).toBe(20_000_000)
    expect(cutText(text, 1000)).toMatch(/^ä+…\[\d+ bytes cut\]$/)
  })

  it('names images by type, size and hash', () => {
    const image = (fill: string): object => ({
      type: 'blob',
      modality: 'image',
      mime_type: 'image/png',
      content: fill.repeat(1_000_000),
    })
    const json = serializeWithin([{ role: 'user', parts: [image('A'), image('B'), image('A')] }], 10_000)
    const [message] = JSON.parse(json) as [{ parts: { type: string; bytes: number; fnv1a: string }[] }]
    expect(message.parts.map(({ type, bytes }) => [type, bytes])).toEqual(
      Array.from({ length: 3 }, () => ['spanlit.media', 750_000]),
    )
    const [first, second, third] = message.parts.map(({ fnv1a }) => fnv1a)
    expect(first).toBe(third)
    expect(first).not.toBe(second)
  })

  it('has no part of a key at the place where it is cut', () => {
    const key = `sk-proj-${'a1B2'.repeat(10)}`
    for (let shift = 0; shift < 50; shift += 7) {
      const text = 'x'.repeat(9950 + shift) + ` ${key} ` + 'y'.repeat(2_000_000)
      expect(serializeWithin(text, 10_000)).not.toContain('a1B2')
    }
  })
})
