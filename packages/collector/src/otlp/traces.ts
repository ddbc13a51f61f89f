import { Fault } from './fault.ts'
import type { TracesData } from './model.ts'
import { Malformed } from './read.ts'
import type { ReadLimits } from './read-message.ts'
import { readRequest } from './request.ts'

export interface ReadTraces {
  traces: TracesData
  accepted: number
  rejected: number
  /** What is wrong with the first rejected span. */
  reason?: string
}

/** Reads an ExportTraceServiceRequest. Throws `Malformed` where the request itself has not the shape of one. */
export function readTraces(value: unknown, limits?: ReadLimits): ReadTraces {
  const read = readRequest('traces', value, limits)
  if (read instanceof Fault) throw new Malformed(read.message)
  const { data, ...rest } = read
  return { traces: { resourceSpans: [], ...data }, ...rest }
}
