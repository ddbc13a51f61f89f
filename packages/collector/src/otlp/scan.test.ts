import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { expect, test } from 'vitest'
import { makeSpans } from '../../test/spans.ts'
import { Fault } from './fault.ts'
import { decodeRequest } from './protobuf.ts'
import { defaultReadLimits, readRequest } from './request.ts'
import { scanRequest } from './scan.ts'

const sound = ProtobufTraceSerializer.serializeRequest(
  makeSpans(
    ['chat gpt-5', 'größer', 'tool'],
    { model: 'gpt-5', text: 'ü'.repeat(100), count: 7, list: ['a'] },
    (span) => {
      span.addEvent('note', { at: 1 })
      span.addLink({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } })
      span.setStatus({ code: 2, message: 'broke' })
    },
  ),
)!

/** What a reader that makes objects of everything says of the same bytes. */
function readWhole(bytes: Uint8Array): { accepted: number; rejected: number } | 'unreadable' {
  try {
    const read = readRequest('traces', decodeRequest('traces', bytes))
    return read instanceof Fault ? 'unreadable' : { accepted: read.accepted, rejected: read.rejected }
  } catch {
    return 'unreadable'
  }
}

test('counts the spans of a sound request without reading it', () => {
  expect(scanRequest('traces', sound, defaultReadLimits)).toMatchObject({ items: 3, isSound: true })
  expect(scanRequest('traces', new Uint8Array(), defaultReadLimits)).toMatchObject({ items: 0, isSound: true })
})

test('says of no damaged request that it is sound where a reader would reject a span', () => {
  let random = 7
  const next = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff
    return (random >>> 8) % below
  }
  let stillSound = 0
  for (let round = 0; round < 5000; round++) {
    const bytes = Uint8Array.from(sound)
    for (let count = next(3) + 1; count > 0; count--) bytes[next(bytes.length)] = next(256)
    const damaged = next(4) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes
    const scan = scanRequest('traces', damaged, defaultReadLimits)
    if (scan instanceof Fault || !scan.isSound) continue
    stillSound += 1
    expect(readWhole(damaged)).toEqual({ accepted: scan.items, rejected: 0 })
  }
  expect(stillSound).toBeGreaterThan(100)
})

test('names the field at which a request is cut off', () => {
  const scan = scanRequest('traces', sound.subarray(0, sound.length - 5), defaultReadLimits)
  expect((scan as Fault).message).toMatch(/^resourceSpans\[0\]/)
})
