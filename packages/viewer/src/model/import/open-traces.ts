import type { SpanStore } from '../span-store.ts'
import { isRecord } from '../unknown.ts'
import { type ImportedFile, readTraceFile } from './read-file.ts'

/**
 * Reads a file of traces into a store, also what was cleared before.
 *
 * @param now milliseconds since the epoch, for spans without a time
 * @returns the file, and the id of its first trace
 */
export async function openTraces(
  name: string,
  text: string,
  store: SpanStore,
  now: number,
): Promise<{ readonly file: ImportedFile; readonly first: string | undefined }> {
  const file = await readTraceFile(name, text)
  let first: string | undefined
  for (const event of file.events) {
    store.receive(event, 'file', now)
    const traceId = isRecord(event) && isRecord(event['span']) ? event['span']['traceId'] : undefined
    if (typeof traceId !== 'string') continue
    const trace = store.trace(traceId.toLowerCase())
    if (trace) trace.imported = name
    first ??= trace?.traceId
  }
  return { file, first }
}
