import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Measures } from './child.ts'
import type { Subject } from './subjects/subject.ts'

const CHILD = join(import.meta.dirname, 'child.ts')
const OPTIONS = ['--conditions=@spanlit/source', '--expose-gc']

/** Measures one subject in a process of its own, which does nothing else. */
export function inProcess<M extends keyof Measures>(
  measure: M,
  subject: Subject,
): Promise<Awaited<ReturnType<Measures[M]>>> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [measure, subject.name], { execArgv: OPTIONS })
    let figures: Awaited<ReturnType<Measures[M]>> | undefined
    child.on('message', (message) => (figures = message as Awaited<ReturnType<Measures[M]>>))
    child.on('error', reject)
    child.on('exit', (code) => {
      // A tracer may hold its process by timers of its own; one that fails says so by its code.
      if (figures !== undefined) resolve(figures)
      else reject(new Error(`${measure} of ${subject.name} ended with code ${code}.`))
    })
    child.on('disconnect', () => child.kill())
  })
}

/** As many processes for each subject, by turns, so that a slow minute of the machine meets all of them. */
export async function inProcesses<M extends keyof Measures>(
  measure: M,
  subjects: readonly Subject[],
  processes: number,
): Promise<Map<Subject, Awaited<ReturnType<Measures[M]>>[]>> {
  const results = new Map(subjects.map((subject) => [subject, [] as Awaited<ReturnType<Measures[M]>>[]]))
  for (let round = 0; round < processes; round++) {
    for (const subject of subjects) results.get(subject)?.push(await inProcess(measure, subject))
  }
  return results
}
