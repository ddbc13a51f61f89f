import type { Paired } from '../measures/pairs.ts'
import { inProcesses } from '../processes.ts'
import { median } from '../statistics.ts'
import { bare, handMade, subjects, tracers } from '../subjects/index.ts'
import type { Subject } from '../subjects/subject.ts'

const PROCESSES = 5

/** What tracing adds to a call, in microseconds and as a multiple of what a span made by hand adds. */
export async function reportCall(): Promise<void> {
  const results = summed(await inProcesses('call', subjects, PROCESSES))
  const floor = results.get(handMade)
  console.log(
    `\nA call, traced with content: µs added to the bare client's ${show(results.get(bare)?.bare, 0)} (${HOW})`,
  )
  console.table(
    [...results].map(([{ name }, { added, addedLeast, range }]) => ({
      tracer: name,
      median: show(added, 1),
      least: show(addedLeast, 1),
      'least, each process': range.map((value) => show(value, 1)).join(' … '),
      'to the floor': floor && name !== bare.name ? `${show(addedLeast / floor.addedLeast, 2)} ×` : '',
    })),
  )
}

/** What tracing adds to each chunk of a stream, in microseconds and as a share of what the bare client spends on it. */
export async function reportChunk(): Promise<void> {
  const results = summed(await inProcesses('chunk', [bare, ...tracers], PROCESSES))
  console.log(
    `\nA streamed chunk, traced with content: µs added to the bare client's ${show(results.get(bare)?.bare, 2)} (${HOW})`,
  )
  console.table(
    [...results].map(([{ name }, { bare, added, addedLeast, range }]) => ({
      tracer: name,
      median: show(added, 2),
      least: show(addedLeast, 2),
      'least, each process': range.map((value) => show(value, 2)).join(' … '),
      'to the bare client': `+${show((addedLeast / bare) * 100, 0)} %`,
    })),
  )
}

const HOW = `${PROCESSES} processes each`

interface Summed extends Paired {
  /** The least and the most of the processes' `addedLeast`. */
  range: [number, number]
}

function summed(results: Map<Subject, Paired[]>): Map<Subject, Summed> {
  return new Map([...results].map(([subject, processes]) => [subject, sum(processes)]))
}

function sum(processes: Paired[]): Summed {
  const leasts = processes.map(({ addedLeast }) => addedLeast)
  return {
    bare: median(processes.map(({ bare }) => bare)),
    added: median(processes.map(({ added }) => added)),
    addedLeast: median(leasts),
    range: [Math.min(...leasts), Math.max(...leasts)],
  }
}

function show(value: number | undefined, digits: number): string {
  return value === undefined ? '' : value.toFixed(digits)
}
