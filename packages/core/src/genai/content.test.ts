import { describe, expect, it } from 'vitest'
import { captureMode, redacted, toAttributes } from './content.ts'
import { byteLength, cutText, serializeWithin } from './limit.ts'

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

describe('the capture mode', () => {
  it.each([
    ['true', 'span'],
    ['false', 'none'],
    ['SPAN_ONLY', 'span'],
    ['event_only', 'event'],
    ['SPAN_AND_EVENT', 'span_and_event'],
    ['NO_CONTENT', 'none'],
    ['', 'none'],
    ['yes please', 'none'],
  ])('of the variable %j is %s', (value, mode) => {
    expect(captureMode(undefined, { [VARIABLE]: value })).toBe(mode)
  })

  it('of the option wins over the variable', () => {
    expect(captureMode(false, { [VARIABLE]: 'true' })).toBe('none')
    expect(captureMode('event', {})).toBe('event')
  })
})

describe('content', () => {
  const policy = { capture: 'span', maxBytes: 262_144 } as const

  it('is what redact leaves of it; what it drops, or fails at, is left out', () => {
    const content = {
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text' as const, content: 'My name is Ada' }] }],
      'gen_ai.output.messages': [],
      'gen_ai.tool.call.result': 'x',
    }
    const kept = redacted(
      content,
      {
        ...policy,
        redact: (piece, { attribute }) => {
          if (attribute === 'gen_ai.output.messages') return undefined
          if (attribute === 'gen_ai.tool.call.result') throw new Error('no')
          return JSON.parse(JSON.stringify(piece).replace('Ada', '***')) as unknown
        },
      },
      'chat',
    )
    expect(kept).toEqual({
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'My name is ***' }] }],
    })
  })

  it('holds nothing that looks like a key', () => {
    const key = `sk-proj-${'a1B2'.repeat(10)}`
    const { 'gen_ai.tool.call.result': text } = toAttributes(
      { 'gen_ai.tool.call.result': `key ${key}, AKIAABCDEFGHIJKLMNOP1234` },
      policy,
    )
    expect(text).toBe('key sk-proj-[removed], AKIA[removed]')
  })
})

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

  it('never cuts a character in two', () => {
    for (let cap = 64; cap < 80; cap++) {
      const text = cutText('🦊'.repeat(100), cap)
      expect(text).toMatch(/^(🦊)+…\[\d+ bytes cut\]$/u)
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

  it('of 20 MB is cut without being serialised whole', () => {
    const json = serializeWithin([message('x'.repeat(20_000_000))], 262_144)
    expect(byteLength(json)).toBeLessThanOrEqual(262_144)
    expect(JSON.parse(json)).toHaveLength(1)
  })

  it('may hold what JSON cannot', () => {
    const circular: Record<string, unknown> = { big: 10n }
    circular.self = circular
    expect(JSON.parse(serializeWithin({ circular }, 1000))).toEqual({ circular: { big: '10', self: '[circular]' } })
  })
})
