import type { Attributes, Histogram, MetricsAPI } from '@opentelemetry/api'
import { guarded } from '../faults.ts'
import { settings, type HistogramProvider } from '../settings.ts'
import { SCOPE_NAME, SCOPE_VERSION } from '../version.ts'
import * as names from '../semconv.ts'

/** Seconds, 0.01 to 81.92: the boundaries that the conventions ask for. */
const DURATION_BUCKETS = Array.from({ length: 14 }, (_, index) => 0.01 * 2 ** index)
/** 1 to 67,108,864. */
const TOKEN_BUCKETS = Array.from({ length: 14 }, (_, index) => 4 ** index)

/** Attributes of a call that its metrics carry: few values each. */
const DIMENSIONS = [
  names.ATTR_GEN_AI_OPERATION_NAME,
  names.ATTR_GEN_AI_PROVIDER_NAME,
  names.ATTR_GEN_AI_REQUEST_MODEL,
  names.ATTR_GEN_AI_RESPONSE_MODEL,
  names.ATTR_SERVER_ADDRESS,
  names.ATTR_SERVER_PORT,
  names.ATTR_ERROR_TYPE,
  names.ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  names.ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
]

/** Seconds. */
export interface CallTimes {
  duration: number
  timeToFirstChunk: number | undefined
  /** One for each chunk after the first. */
  timesPerOutputChunk: readonly number[]
}

interface Instruments {
  duration: Histogram
  tokens: Histogram
  timeToFirstChunk: Histogram
  timePerOutputChunk: Histogram
}

let instruments: Instruments | undefined
let madeBy: unknown
let madeByOurs: unknown

/** The instruments of the meter provider that is in charge now: the application may register one after the instrumentation. */
function instrumentsOf(api: MetricsAPI): Instruments | undefined {
  const registered = settings.given.meter ?? api.getMeterProvider()
  const ours = settings.meterProvider
  if (registered === madeBy && ours === madeByOurs) return instruments
  madeBy = registered
  madeByOurs = ours
  return (instruments = createInstruments(registered) ?? (ours && createInstruments(ours)))
}

/** `undefined` where nobody measures. */
function createInstruments(provider: HistogramProvider): Instruments | undefined {
  const meter = provider.getMeter(SCOPE_NAME, SCOPE_VERSION)
  const seconds = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: DURATION_BUCKETS } })
  // Without an SDK the API's meter gives one and the same idle instrument for every name; nothing is measured then.
  const duration = seconds(names.METRIC_GEN_AI_CLIENT_OPERATION_DURATION, 'Duration of GenAI operations')
  if (duration === seconds(names.METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK, '')) return undefined
  return {
    duration,
    tokens: meter.createHistogram(names.METRIC_GEN_AI_CLIENT_TOKEN_USAGE, {
      unit: '{token}',
      description: 'Input and output tokens of GenAI operations',
      advice: { explicitBucketBoundaries: TOKEN_BUCKETS },
    }),
    timeToFirstChunk: seconds(
      names.METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
      'Time to the first chunk of a streamed answer',
    ),
    timePerOutputChunk: seconds(
      names.METRIC_GEN_AI_CLIENT_OPERATION_TIME_PER_OUTPUT_CHUNK,
      'Time between the chunks of a streamed answer',
    ),
  }
}

/** Whether anybody has set up metrics. */
export function measures(api: MetricsAPI): boolean {
  return guarded('metrics', () => instrumentsOf(api)) !== undefined
}

export function recordMetrics(api: MetricsAPI, attributes: Attributes, times: CallTimes): void {
  const to = instrumentsOf(api)
  if (!to) return
  const dimensions: Attributes = {}
  for (const name of DIMENSIONS) {
    const value = attributes[name]
    if (value !== undefined) dimensions[name] = value
  }
  to.duration.record(times.duration, dimensions)
  if (times.timeToFirstChunk !== undefined) to.timeToFirstChunk.record(times.timeToFirstChunk, dimensions)
  for (const time of times.timesPerOutputChunk) to.timePerOutputChunk.record(time, dimensions)
  for (const [type, name] of [
    ['input', names.ATTR_GEN_AI_USAGE_INPUT_TOKENS],
    ['output', names.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS],
  ] as const) {
    const count = attributes[name]
    if (typeof count === 'number') to.tokens.record(count, { ...dimensions, [names.ATTR_GEN_AI_TOKEN_TYPE]: type })
  }
}
