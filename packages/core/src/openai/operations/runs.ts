import type { Operation } from '../operation.ts'
import { onDemand, type ReadersOnDemand } from './on-demand.ts'

/**
 * `client.beta.threads.runs.*`: an assistant is an agent that runs at the API, and a thread is its conversation (conventions: invoke
 * agent span). The helpers that poll are one call, up to the state in which the run comes to rest.
 */
export const runs: readonly Operation[] = [
  ...runOperations('beta.threads.runs.create', 'beta.threads.runs.createAndPoll', {
    url: 'threads/*/runs',
    optionsIndex: 2,
    bodyIndex: 1,
    readers: onDemand(() => import('./readers/runs.ts').then(({ createRun }) => createRun)),
  }),
  ...runOperations('beta.threads.runs.submitToolOutputs', 'beta.threads.runs.submitToolOutputsAndPoll', {
    url: 'threads/*/runs/*/submit_tool_outputs',
    optionsIndex: 2,
    bodyIndex: 1,
    readers: onDemand(() => import('./readers/runs.ts').then(({ submitToolOutputs }) => submitToolOutputs)),
  }),
  ...runOperations('beta.threads.createAndRun', 'beta.threads.createAndRunPoll', {
    url: 'threads/runs',
    optionsIndex: 1,
    bodyIndex: 0,
    readers: onDemand(() => import('./readers/runs.ts').then(({ createThreadAndRun }) => createThreadAndRun)),
  }),
]

interface RunData {
  url: string
  optionsIndex: number
  bodyIndex: number
  readers: ReadersOnDemand
}

/** A method, and the one that polls. */
function runOperations(path: string, polling: string, data: RunData): Operation[] {
  const operation: Operation = { path, name: 'invoke_agent', plainName: true, ...data }
  return [operation, { ...operation, path: polling, composite: true }]
}
