/** One measurement of one subject, in a process of its own. */
import { measureCall } from './measures/call.ts'
import { measureChunk } from './measures/chunk.ts'
import { measureHeap } from './measures/heap.ts'
import { measureLoad } from './measures/load.ts'
import { measureLost } from './measures/lost.ts'
import { subjectNamed } from './subjects/index.ts'

const measures = { call: measureCall, chunk: measureChunk, heap: measureHeap, load: measureLoad, lost: measureLost }
export type Measures = typeof measures

const [measure, name] = process.argv.slice(2) as [keyof Measures, string]
const tracer = await subjectNamed(name).setUp()
process.send?.(await measures[measure](tracer))
process.disconnect?.()
