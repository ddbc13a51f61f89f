import { checkNames, inWords } from '../check-options.ts'
import { CollectorError } from '../errors.ts'
import type { Span, TracesData } from '../otlp/model.ts'

/** Which spans are forwarded. Viewers see all. */
export interface SamplingOptions {
  /** The part of traces that is kept, from 0 to 1, decided by trace id, so that all spans of a trace share their fate. */
  ratio: number
  /** Keeps every span with an error. Default: true. */
  keepErrors?: boolean
  /** Keeps every span that took at least so long, in milliseconds. Default: none for that. */
  keepSlowerThanMs?: number
}

const names: Record<keyof SamplingOptions, true> = { ratio: true, keepErrors: true, keepSlowerThanMs: true }

/** Keeps some of the spans. */
export interface Sampling {
  /** The spans that are kept, and how many are not. */
  traces(data: TracesData): { data: TracesData; dropped: number }
}

/** 2^56: thresholds and random values have 14 hex digits. */
const whole = 1n << 56n

/** `undefined` where every span is kept; throws a `CollectorError` for what is wrong with the options. */
export function readSampling(options: SamplingOptions | undefined): Sampling | undefined {
  if (options === undefined) return undefined
  checkNames('sampling', options, Object.keys(names))
  const { ratio, keepErrors = true, keepSlowerThanMs } = options
  if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
    throw new CollectorError(`sampling.ratio is ${inWords(ratio)}; expected a number from 0 to 1`)
  }
  if (keepSlowerThanMs !== undefined && !(keepSlowerThanMs >= 0)) {
    throw new CollectorError(`sampling.keepSlowerThanMs is ${inWords(keepSlowerThanMs)}; expected milliseconds`)
  }
  if (ratio === 1) return undefined
  const threshold = whole - BigInt(Math.round(ratio * 2 ** 56))
  const slowNanos = keepSlowerThanMs === undefined ? undefined : BigInt(Math.round(keepSlowerThanMs * 1e6))

  function isAlwaysKept(span: Span): boolean {
    if (keepErrors && span.status?.code === 2) return true
    if (slowNanos === undefined) return false
    return BigInt(span.endTimeUnixNano ?? 0) - BigInt(span.startTimeUnixNano) >= slowNanos
  }

  return {
    traces(data) {
      let dropped = 0
      const resourceSpans = data.resourceSpans.flatMap((resource) => {
        const scopeSpans = resource.scopeSpans.flatMap((scope) => {
          const spans = scope.spans.flatMap((span) => {
            const kept = isAlwaysKept(span) ? span : keepByThreshold(span, threshold)
            if (!kept) dropped += 1
            return kept ?? []
          })
          return spans.length > 0 ? { ...scope, spans } : []
        })
        return scopeSpans.length > 0 ? { ...resource, scopeSpans } : []
      })
      return { data: { resourceSpans }, dropped }
    },
  }
}

/**
 * OpenTelemetry's consistent probability sampling: the random value of a trace (`rv` in its trace state, or the end of its id) is compared with
 * a threshold, and the threshold is written down as `th`, so that whoever counts later knows how many spans one stands for.
 * https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
 */
function keepByThreshold(span: Span, threshold: bigint): Span | undefined {
  const members = (span.traceState ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter(Boolean)
  const own = members.find((member) => member.startsWith('ot='))
  const values = new Map(
    (own?.slice(3).split(';') ?? []).filter(Boolean).map((pair) => pair.split(':', 2) as [string, string]),
  )
  const randomness = readHex(values.get('rv'), false) ?? BigInt(`0x${span.traceId.slice(-14)}`)
  const before = readHex(values.get('th'), true) ?? 0n
  const highest = before > threshold ? before : threshold
  if (randomness < highest) return undefined
  values.set('th', highest.toString(16).padStart(14, '0').replace(/0+$/, '') || '0')
  const written = `ot=${[...values].map((pair) => pair.join(':')).join(';')}`
  return { ...span, traceState: [written, ...members.filter((member) => member !== own)].join(',') }
}

/** Hex digits of a trace state; a threshold lacks the zeros at its end. */
function readHex(text: string | undefined, isThreshold: boolean): bigint | undefined {
  if (text === undefined || !/^[0-9a-f]{1,14}$/.test(text)) return undefined
  if (!isThreshold && text.length !== 14) return undefined
  return BigInt(`0x${isThreshold ? text.padEnd(14, '0') : text}`)
}
