import { numberAttribute } from './attributes.ts'
import { formatDuration } from './format.ts'
import type { Span, Trace } from './span.ts'
import { ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK } from '../semconv.ts'

/** The stretch of time that a waterfall shows, in milliseconds since the epoch. */
export interface TimeRange {
  readonly start: number
  readonly length: number
}

/** A bar in fractions of the lane (0 to 1). */
export interface Bar {
  readonly left: number
  readonly width: number
  /** The fraction of the bar that was spent waiting for the first token. */
  readonly wait: number
  readonly open: boolean
}

export interface Tick {
  readonly at: number
  readonly label: string
}

/** Pixels to the right of the longest bar, for its duration. */
const LABEL_ROOM = 62
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

/**
 * The time that the waterfall of a trace covers. While spans run, the range grows in steps, so that bars grow in a scale that
 * stands still, rather than everything shrinking all the time.
 *
 * @param laneWidth pixels that the range is drawn on
 */
export function timeRange(trace: Trace, now: number, laneWidth = 300): TimeRange {
  const end = trace.running > 0 ? Math.max(now, trace.end) : trace.end
  const elapsed = Math.max(end - trace.start, 0.001)
  const withLabel = elapsed / (1 - Math.min(0.4, LABEL_ROOM / laneWidth))
  if (trace.running === 0) return { start: trace.start, length: withLabel }
  const wanted = Math.max(withLabel, 500)
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = STEPS.find((candidate) => candidate * power >= wanted) ?? 10
  return { start: trace.start, length: step * power }
}

export function layOutBar(span: Span, range: TimeRange, now: number): Bar {
  const end = span.end ?? Math.max(now, span.start)
  const left = clamp((span.start - range.start) / range.length)
  const width = Math.max(0, Math.min((end - span.start) / range.length, 1 - left))
  const firstToken = timeToFirstToken(span)
  const duration = end - span.start
  const wait = firstToken === undefined || duration <= 0 ? 0 : clamp(firstToken / duration)
  return { left, width, wait, open: span.end === undefined }
}

/** Milliseconds from the start of a streaming call to its first chunk (`gen_ai.response.time_to_first_chunk`, in seconds). */
export function timeToFirstToken(span: Span): number | undefined {
  const seconds = numberAttribute(span.attributes, ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK)
  return seconds === undefined ? undefined : seconds * 1000
}

const MINUTE = 60_000
/** Where seconds, minutes and hours make round times, rather than the digits: in milliseconds. */
const LONG_STEPS = [1 / 6, 1 / 3, 1 / 2, 1, 2, 5, 10, 20, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE)

/** Marks of a ruler at round times, at most `most` of them. */
export function ticks(range: TimeRange, most: number): Tick[] {
  const raw = range.length / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(raw))
  const long = raw > MINUTE / 12 ? LONG_STEPS.find((candidate) => candidate >= raw) : undefined
  const step = long ?? [1, 2, 5, 10].find((candidate) => candidate * power >= raw)! * power
  const marks: Tick[] = []
  for (let time = 0; time < range.length * 0.9 && marks.length < most + 2; time += step)
    marks.push({ at: time / range.length, label: time === 0 ? '0' : shortDuration(time, step) })
  return marks
}

function shortDuration(time: number, step: number): string {
  // Whole minutes and hours are said without what is zero.
  if (time < 100 || time >= MINUTE) return formatDuration(time).replace(/ 00\u202f[sm]$/, '')
  return `${(time / 1000).toFixed(step >= 1000 ? 0 : step >= 100 ? 1 : 2)}\u202fs`
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
