import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EventRing } from './ring.ts'
import { heartbeatMs, liveStream } from './stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const decode = (chunk: ReadableStreamReadResult<Uint8Array>): string => new TextDecoder().decode(chunk.value)

test('sends a comment while nothing happens, so that proxies keep the connection', async () => {
  const reader = liveStream(new EventRing({ spans: 10, bytes: 1000 }), 0, new AbortController().signal).getReader()
  expect(decode(await reader.read())).toContain('retry: 1000')
  const next = reader.read()
  await vi.advanceTimersByTimeAsync(heartbeatMs)
  expect(decode(await next)).toBe(': heartbeat\n\n')
})

test('cuts off a viewer that has not read for a minute', async () => {
  const reader = liveStream(new EventRing({ spans: 10, bytes: 1000 }), 0, new AbortController().signal).getReader()
  await reader.read()
  await vi.advanceTimersByTimeAsync(heartbeatMs * 6)
  await expect(reader.closed).rejects.toThrow('does not read')
})

test('buffers nothing for a slow viewer, which goes on with what the ring still holds', async () => {
  const ring = new EventRing({ spans: 3, bytes: 100_000 })
  const reader = liveStream(ring, 0, new AbortController().signal).getReader()
  await reader.read()
  for (let span = 1; span <= 1000; span += 1) ring.append(`${span}`, `span ${span}`, true)
  const read = [await reader.read(), await reader.read(), await reader.read()].map(decode)
  expect(read.map((text) => /data: (.*)/.exec(text)?.[1])).toEqual(['span 998', 'span 999', 'span 1000'])
})

test('numbers events on after a restart, so that a viewer never takes a new one for one that it has seen', async () => {
  const before = new EventRing({ spans: 10, bytes: 1000 })
  before.append('1', 'span 1', true)
  await vi.advanceTimersByTimeAsync(1)
  expect(new EventRing({ spans: 10, bytes: 1000 }).lastId).toBeGreaterThan(before.lastId)
})
