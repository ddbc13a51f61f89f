import type { Attributes } from '@opentelemetry/api'
import type { KeyValue, Resource, Scope } from '../otlp/model.ts'
import { toAttributes, toResource, type ReadableResource } from './readable-values.ts'

/** Metrics in OTLP/JSON, as `readRequest` returns them. */
export interface MetricsData {
  resourceMetrics?: { resource: Resource; scopeMetrics: { scope: Scope; metrics: Metric[] }[] }[]
}

interface Metric {
  name: string
  unit?: string
  gauge?: { dataPoints?: DataPoint[] }
  sum?: { dataPoints?: DataPoint[] }
  histogram?: { dataPoints?: DataPoint[] }
  exponentialHistogram?: { dataPoints?: DataPoint[] }
  summary?: { dataPoints?: DataPoint[] }
}

interface DataPoint {
  attributes?: KeyValue[]
  timeUnixNano?: string
  asDouble?: number | string
  asInt?: string
  count?: string
  sum?: number | string
  min?: number | string
  max?: number | string
  quantileValues?: { quantile?: number; value?: number }[]
}

/** The SDK's numbers for kinds of metrics, as far as Microsoft's exporter tells them apart. */
const kinds = { histogram: 0, gauge: 2 } as const

export interface ReadablePoint {
  readonly attributes: Attributes
  readonly value:
    | number
    | { readonly sum: number; readonly count: number; readonly min?: number; readonly max?: number }
}

export interface ReadableMetrics {
  readonly resource: ReadableResource
  readonly scopeMetrics: {
    readonly scope: Scope
    readonly metrics: {
      readonly descriptor: { readonly name: string }
      readonly dataPointType: 0 | 2
      readonly dataPoints: readonly ReadablePoint[]
    }[]
  }[]
  /** When each point was taken, in the order of the points; the exporter writes the time of the export. */
  readonly times: readonly (string | undefined)[]
}

/** Rebuilds the SDK's metrics of one resource from OTLP, as Microsoft's exporter reads them. Values that JSON has no number for are left out. */
export function toReadableMetrics({
  resource,
  scopeMetrics,
}: NonNullable<MetricsData['resourceMetrics']>[number]): ReadableMetrics {
  const times: (string | undefined)[] = []
  const scopes = scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map((metric) => {
      const isNumber = metric.gauge !== undefined || metric.sum !== undefined
      const dataPoints = pointsOf(metric).flatMap((point): ReadablePoint[] => {
        const value = isNumber ? numberOf(point) : distributionOf(point)
        if (value === undefined) return []
        times.push(timeOf(point))
        return [{ attributes: toAttributes(point.attributes), value }]
      })
      return { descriptor: { name: metric.name }, dataPointType: isNumber ? kinds.gauge : kinds.histogram, dataPoints }
    }),
  }))
  return { resource: toResource(toAttributes(resource.attributes)), scopeMetrics: scopes, times }
}

function pointsOf({ gauge, sum, histogram, exponentialHistogram, summary }: Metric): readonly DataPoint[] {
  return (gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary)?.dataPoints ?? []
}

function numberOf({ asDouble, asInt }: DataPoint): number | undefined {
  return finite(asDouble ?? asInt ?? 0)
}

function distributionOf({ count, sum, min, max, quantileValues = [] }: DataPoint): ReadablePoint['value'] | undefined {
  const total = finite(sum ?? 0)
  if (total === undefined) return undefined
  const quantile = (wanted: number): number | undefined =>
    quantileValues.find((each) => (each.quantile ?? 0) === wanted)?.value
  const [least, most] = [finite(min ?? quantile(0)), finite(max ?? quantile(1))]
  return {
    sum: total,
    count: Number(count ?? 0),
    ...(least !== undefined && { min: least }),
    ...(most !== undefined && { max: most }),
  }
}

function finite(value: number | string | undefined): number | undefined {
  const number = Number(value)
  return value !== undefined && Number.isFinite(number) ? number : undefined
}

function timeOf({ timeUnixNano }: DataPoint): string | undefined {
  return timeUnixNano && new Date(Number(BigInt(timeUnixNano) / 1_000_000n)).toISOString()
}
