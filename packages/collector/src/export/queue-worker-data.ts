import { join } from 'node:path'

/** What the queue's worker is started with. */
export interface QueueWorkerData {
  readonly directory: string
  /** Numbers of the destinations in the database. Outside the worker they are counted from 0. */
  readonly ids: readonly number[]
  /** The bound of dead letters, by destination. */
  readonly deadBytes: number
}

export function queuePath(directory: string): string {
  return join(directory, 'queue.sqlite')
}
