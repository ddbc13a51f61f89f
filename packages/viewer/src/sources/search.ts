import type { SearchHit, SearchPage } from './trace-source.ts'
import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
} from '../semconv.ts'
import type { Span, Trace } from '../model/span.ts'

const PLACES: Readonly<Record<string, SearchHit['place']>> = {
  [ATTR_GEN_AI_INPUT_MESSAGES]: 'question',
  [ATTR_GEN_AI_OUTPUT_MESSAGES]: 'answer',
  [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: 'arguments',
  [ATTR_GEN_AI_TOOL_CALL_RESULT]: 'result',
}
/** Characters beside the match. */
const AROUND = 60
/** Spans that are looked through before the page gets its turn: about half a frame. */
const SLICE_MS = 8

/**
 * Looks for a text in all spans, one hit a span. The work is cut into slices, so that the page stays responsive with 100,000 spans.
 *
 * @param signal ends the search when a newer one has begun
 */
export async function searchTraces(
  traces: readonly Trace[],
  text: string,
  limit: number,
  signal?: AbortSignal,
): Promise<SearchPage> {
  const wanted = text.trim().toLowerCase()
  const hits: SearchHit[] = []
  let total = 0
  if (wanted === '') return { hits, total }
  let began = performance.now()
  for (const trace of traces) {
    for (const span of trace.spans) {
      const hit = hitIn(span, wanted)
      if (hit) {
        total++
        if (hits.length < limit) hits.push(hit)
      }
      if (performance.now() - began < SLICE_MS) continue
      await new Promise((resolve) => setTimeout(resolve))
      if (signal?.aborted) return { hits, total }
      began = performance.now()
    }
  }
  return { hits, total }
}

function hitIn(span: Span, wanted: string): SearchHit | undefined {
  for (const [key, value] of span.attributes) {
    if (typeof value !== 'string') continue
    const at = value.toLowerCase().indexOf(wanted)
    if (at !== -1) return hitAt(span, PLACES[key] ?? 'attribute', value, at, wanted.length)
  }
  for (const [place, value] of [
    ['error', span.statusMessage],
    ['name', span.name],
    ['name', span.service],
  ] as const) {
    const at = value.toLowerCase().indexOf(wanted)
    if (at !== -1) return hitAt(span, place, value, at, wanted.length)
  }
  for (const { text } of span.streamed?.segments ?? []) {
    const at = text.toLowerCase().indexOf(wanted)
    if (at !== -1) return hitAt(span, 'answer', text, at, wanted.length)
  }
  return undefined
}

function hitAt(span: Span, place: SearchHit['place'], text: string, at: number, length: number): SearchHit {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    spanName: span.name,
    start: span.start,
    place,
    before: text.slice(Math.max(0, at - AROUND), at),
    match: text.slice(at, at + length),
    after: text.slice(at + length, at + length + AROUND),
  }
}
