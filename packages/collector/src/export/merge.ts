import type { Batch, WaitingBatch } from './queue.ts'

/** Requests that are merged hold at most this much: half a megabyte costs as little a span as ten do. */
const mergedBytes = 512 * 1024

/**
 * Takes the first of these batches out of the list, with those behind it that can be sent in one request. Messages of protobuf are merged by
 * putting one behind the other: their lists are joined. A batch that was sent in vain before goes alone, so that it spoils no other.
 */
export function takeGroup(ready: WaitingBatch[]): WaitingBatch[] {
  const first = ready[0]
  if (!first) return []
  let count = 1
  if (first.attempts === 0) {
    let bytes = first.bytes.byteLength
    for (let next = ready[count]; next && fits(first, next); next = ready[(count += 1)]) {
      bytes += next.bytes.byteLength
      if (bytes > mergedBytes) break
    }
  }
  return ready.splice(0, count)
}

function fits(first: Batch, next: WaitingBatch): boolean {
  return next.attempts === 0 && next.contentType === first.contentType && next.via === first.via
}

export function merge(group: readonly WaitingBatch[]): Batch {
  const [first] = group
  if (!first) throw new Error('There is nothing to merge')
  if (group.length === 1) return first
  const items = group.reduce((sum, batch) => sum + batch.items, 0)
  return { ...first, items, bytes: Buffer.concat(group.map(({ bytes }) => bytes)) }
}
