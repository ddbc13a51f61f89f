import { isRecord, listOf } from '../unknown.ts'

/** What a file held. */
export interface ImportedFile {
  readonly name: string
  /** E.g. `OTLP JSON`. */
  readonly format: string
  /** Live events: an `end` per span. */
  readonly events: readonly unknown[]
  /** What could not be read, with the path of the field, e.g. `line 4: no JSON`. */
  readonly problems: readonly string[]
}

const MOST_PROBLEMS = 20

/** Reads a file of traces: OTLP/JSON, lines of it (NDJSON, the Collector's file exporter), Jaeger's JSON, Zipkin v2. */
export async function readTraceFile(name: string, text: string): Promise<ImportedFile> {
  const whole = parsed(text)
  if (whole !== undefined) return readDocument(name, whole)
  const problems: string[] = []
  const events: unknown[] = []
  let format = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (value === undefined) {
      if (problems.length < MOST_PROBLEMS) problems.push(`line ${index + 1}: ${reasonOf(line)}`)
      continue
    }
    const file = await readDocument(name, value)
    format ||= file.format
    events.push(...file.events)
    problems.push(...file.problems.map((problem) => `line ${index + 1}: ${problem}`).slice(0, MOST_PROBLEMS))
  }
  return { name, format: format === '' ? 'unknown' : `${format}, lines`, events, problems }
}

async function readDocument(name: string, value: unknown): Promise<ImportedFile> {
  if (isRecord(value) && isRecord(value['span']) && typeof value['type'] === 'string')
    return { name, format: 'Spanlit', events: [value], problems: [] }
  if (isJaeger(value)) return { name, ...(await import('./jaeger.ts')).readJaeger(value) }
  if (isZipkin(value)) return { name, ...(await import('./zipkin.ts')).readZipkin(value) }
  const { readOtlp } = await import('./otlp.ts')
  return { name, ...readOtlp(value) }
}

function isJaeger(value: unknown): value is { data: unknown } {
  return isRecord(value) && listOf(value['data']).some((trace) => isRecord(trace) && Array.isArray(trace['spans']))
}

function isZipkin(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some((span) => isRecord(span) && 'traceId' in span && 'id' in span)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function reasonOf(line: string): string {
  try {
    JSON.parse(line)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
