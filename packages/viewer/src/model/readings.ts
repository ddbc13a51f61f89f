import { detectDialects, type GenAiSpan, loadDialects, type Reading, readSpan, ReadingMemo } from '@spanlit/dialects'
import { readerChanged, readerGeneration } from './reading.ts'
import type { Span } from './span.ts'

interface Known {
  readonly revision: number
  readonly generation: number
  readonly reading: Reading
}

const known = new WeakMap<Span, Known>()
const memos = new WeakMap<Span, ReadingMemo>()
const asked = new Set<string>()

/**
 * What a span says, whichever library wrote it, read once per state of the span. The same objects come back, down to the parts of messages,
 * until the attribute that they stand in changes: views rely on that to leave alone what has not changed while a completion streams.
 */
export function readingOf(span: Span): Reading {
  const generation = readerGeneration()
  const before = known.get(span)
  if (before?.revision === span.revision && before.generation === generation) return before.reading
  let memo = memos.get(span)
  if (!memo) memos.set(span, (memo = new ReadingMemo()))
  const reading = readSpan(plainSpan(span), { memo })
  known.set(span, { revision: span.revision, generation, reading })
  loadMissing(reading)
  return reading
}

/** Whether a span says anything about GenAI; cheaper than to read it. */
export function isGenAiSpan(span: Span): boolean {
  return detectDialects(plainSpan(span)).length > 0
}

function plainSpan(span: Span): GenAiSpan {
  return {
    name: span.name,
    kind: span.kind,
    attributes: span.attributes,
    events: span.moments,
    logs: span.logs,
    scope: { name: span.scope },
    resource: span.resource,
  }
}

/** A dialect that is not there yet is loaded once; then all spans are read again. */
function loadMissing({ pending }: Reading): void {
  const missing = pending.filter((name) => !asked.has(name))
  if (missing.length === 0) return
  for (const name of missing) asked.add(name)
  loadDialects(missing).then(
    (isNew) => {
      if (isNew) readerChanged()
    },
    // The chunk could not be loaded: it may be there when a span asks the next time.
    () => missing.forEach((name) => asked.delete(name)),
  )
}
