import { numberAttribute } from './attributes.ts'
import { formatDuration } from './format.ts'
import type { Span, Trace } from './span.ts'
import { ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, EVENT_HTTP_REQUEST_RESEND } from '../semconv.ts'

/** A stretch of time, in milliseconds since the epoch. */
export interface TimeRange {
  readonly start: number
  readonly length: number
}

/** A stretch of time in which nothing began and nothing ended, drawn narrower than it was. */
export interface Fold {
  /** Milliseconds since the epoch. */
  readonly start: number
  readonly end: number
  /** Fractions of the axis. */
  readonly left: number
  readonly width: number
}

/** Where times stand on an axis, in fractions of it (0 to 1; what lies outside is below 0 or above 1). */
export interface TimeAxis {
  readonly start: number
  readonly length: number
  readonly folds: readonly Fold[]
  at(time: number): number
}

/** A bar in fractions of the lane (0 to 1). */
export interface Bar {
  readonly left: number
  readonly width: number
  /** The fraction of the bar that was spent waiting for the first token. */
  readonly wait: number
  readonly open: boolean
  /** The span lies wholly outside the part that is shown. */
  readonly outside: 'earlier' | 'later' | undefined
}

/** An attempt of a call that failed, and the wait after it, in fractions of the lane. */
export interface Attempt {
  readonly left: number
  /** 0 where it is not known when the attempt ended. */
  readonly width: number
  /** Until where the client waited before the next attempt. */
  readonly until: number
}

export interface Tick {
  readonly at: number
  readonly label: string
}

/** The share of the lane to the right of the longest bar. */
const ROOM = 0.02
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

/**
 * The time that the waterfall of a trace covers. While spans run, the range grows in steps, so that bars grow in a scale that
 * stands still, rather than everything shrinking all the time.
 */
export function timeRange(trace: Trace, now: number): TimeRange {
  const end = trace.running > 0 ? Math.max(now, trace.end) : trace.end
  const elapsed = Math.max(end - trace.start, 0.001)
  const withRoom = elapsed / (1 - ROOM)
  if (trace.running === 0) return { start: trace.start, length: withRoom }
  const wanted = Math.max(withRoom, 500)
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = STEPS.find((candidate) => candidate * power >= wanted) ?? 10
  return { start: trace.start, length: step * power }
}

/** Where a time stands on an axis, in fractions of it. */
type At = (time: number) => number

export function layOutBar(span: Span, at: At, now: number): Bar {
  const end = span.end ?? Math.max(now, span.start)
  const [from, to] = [at(span.start), at(end)]
  const left = clamp(from)
  const width = Math.max(0, clamp(to) - left)
  const first = timeToFirstToken(span)
  const begin = lastAttempt(span) ?? span.start
  const until = first === undefined ? from : Math.max(at(Math.min(span.start + first, end)), at(begin))
  return {
    left,
    width,
    wait: width > 0 ? clamp((until - left) / width) : 0,
    open: span.end === undefined,
    outside: to < 0 ? 'earlier' : from > 1 ? 'later' : undefined,
  }
}

/** The attempts of a call that failed before the one that counts: core records when each further one began. */
export function attemptsOf(span: Span, at: At): readonly Attempt[] {
  const begins = attemptTimes(span)
  return begins.slice(0, -1).map((begin, index) => ({ left: at(begin), width: 0, until: at(begins[index + 1]!) }))
}

/** When each attempt of a call began. */
export function attemptTimes(span: Span): readonly number[] {
  return [span.start, ...resends(span)]
}

function resends(span: Span): number[] {
  return span.moments.flatMap(({ name, time }) => (name === EVENT_HTTP_REQUEST_RESEND ? [time] : []))
}

function lastAttempt(span: Span): number | undefined {
  return resends(span).at(-1)
}

/** Milliseconds from the start of a streaming call to its first chunk (`gen_ai.response.time_to_first_chunk`, in seconds). */
export function timeToFirstToken(span: Span): number | undefined {
  const seconds = numberAttribute(span.attributes, ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK)
  return seconds === undefined ? undefined : seconds * 1000
}

const MINUTE = 60_000
/** Where seconds, minutes and hours make round times, rather than the digits: in milliseconds. */
const LONG_STEPS = [1 / 6, 1 / 3, 1 / 2, 1, 2, 5, 10, 20, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE)

/** Marks of a ruler at round times, about `most` of them, where they do not stand in a fold. */
export function ticks(axis: TimeAxis, most: number): Tick[] {
  const [first, last] = [timeAt(axis, 0) - axis.start, timeAt(axis, 1) - axis.start]
  const shown = last - first - foldedTime(axis)
  const raw = shown / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(raw))
  const long = raw > MINUTE / 12 ? LONG_STEPS.find((candidate) => candidate >= raw) : undefined
  const step = long ?? [1, 2, 5, 10].find((candidate) => candidate * power >= raw)! * power
  const marks: Tick[] = []
  let free = -1
  for (let index = Math.ceil(first / step), tries = 0; index * step <= last && tries < 2000; index++, tries++) {
    const time = index * step
    const at = axis.at(axis.start + time)
    const inFold = axis.folds.some(({ left, width }) => width > 0 && at > left - 0.09 && at < left + width)
    if (at < 0 || at >= 0.93 || at < free || inFold) continue
    marks.push({ at, label: time === 0 ? '0' : shortDuration(time, step) })
    free = at + 0.6 / most
  }
  return marks
}

/** The time at a fraction of an axis. */
function timeAt(axis: TimeAxis, fraction: number): number {
  let [low, high] = [axis.start, axis.start + axis.length]
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (axis.at(middle) < fraction) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function foldedTime({ folds }: TimeAxis): number {
  return folds.reduce((sum, { start, end, left, width }) => (left < 1 && left + width > 0 ? sum + end - start : sum), 0)
}

function shortDuration(time: number, step: number): string {
  // Whole minutes and hours are said without what is zero.
  if (time < 100 || time >= MINUTE) return formatDuration(time).replace(/ 00\u202f[sm]$/, '')
  return `${(time / 1000).toFixed(step >= 1000 ? 0 : step >= 100 ? 1 : 2)}\u202fs`
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
