import type { Signal } from '../otlp/signal.ts'
import { claimForMachine } from '../sqlite/machine.ts'
import { openDatabase } from '../sqlite/open.ts'
import { besideModule, DatabaseWorker } from '../sqlite/worker.ts'
import { QueueOwner } from './queue-owner.ts'
import { QueueTables } from './queue-tables.ts'
import { queueMigrations } from './queue-schema.ts'
import { queuePath, type QueueWorkerData } from './queue-worker-data.ts'
import type {
  Batch,
  Due,
  Lost,
  Placement,
  Queue,
  QueueLimits,
  QueueTarget,
  QueueTotals,
  Settlement,
  WaitingBatch,
} from './queue.ts'

export interface SqliteQueueOptions {
  readonly directory: string
  readonly targets: readonly QueueTarget[]
  readonly deadBytes: number
  /** Called for each destination that is no longer configured but has batches waiting. */
  onForgotten(name: string, batches: number): void
}

const option = 'queue.directory'
const nothing: QueueTotals = { batches: 0, bytes: 0, deadLetters: 0 }

/** A queue in SQLite, shared by all collectors of this machine that were given the same directory. */
export class SqliteQueue implements Queue {
  readonly isDurable = true
  readonly #worker: DatabaseWorker
  #totals: readonly QueueTotals[]
  #fault: string | undefined

  /** @throws CollectorError where the directory can't be used */
  constructor({ directory, targets, deadBytes, onForgotten }: SqliteQueueOptions) {
    // Opened on this thread once, so that whoever starts the collector hears at once what is wrong.
    const database = openDatabase({ path: queuePath(directory), option, migrations: queueMigrations })
    try {
      claimForMachine(directory, option)
      const tables = new QueueTables(database, new QueueOwner(database))
      const ids = targets.map((target) => tables.destination(target))
      for (const id of ids) tables.hurry(id)
      this.#totals = tables.totals(ids)
      for (const { name, batches } of tables.forgotten(ids)) onForgotten(name, batches)
      const data: QueueWorkerData = { directory, ids, deadBytes }
      this.#worker = new DatabaseWorker(besideModule('sqlite-queue-worker', import.meta.url), data, (totals) => {
        this.#totals = totals as QueueTotals[]
      })
    } finally {
      database.close()
    }
  }

  get fault(): string | undefined {
    return this.#fault
  }

  totals(destination: number): QueueTotals {
    return this.#totals[destination] ?? nothing
  }

  async put(batch: Batch, placements: readonly Placement[]): Promise<number[]> {
    try {
      // A copy, for the batch is also sent from here.
      const bytes = Uint8Array.from(batch.bytes)
      const put = { batch: { ...batch, bytes }, placements }
      const ids = await this.#worker.call<number[]>('put', put, { transfer: [bytes.buffer] })
      this.#fault = undefined
      return ids
    } catch (error) {
      this.#fault = (error as Error).message
      throw new Error(`the queue can't be written: ${this.#fault}`, { cause: error })
    }
  }

  claim(destination: number, signal: Signal, limits: QueueLimits): Promise<WaitingBatch[]> {
    return this.#worker.call('claim', { destination, signal, limits })
  }

  settle(settlement: Settlement): Promise<void> {
    // What was sent may leave some milliseconds later: it is sent twice only if the process is killed in between.
    return this.#worker.call('settle', settlement, { isLazy: true })
  }

  release(ids: readonly number[]): Promise<void> {
    return this.#worker.call('release', ids, { isLazy: true })
  }

  async beat(): Promise<Due[]> {
    try {
      const due = await this.#worker.call<Due[]>('beat', undefined)
      this.#fault = undefined
      return due
    } catch (error) {
      this.#fault = (error as Error).message
      return []
    }
  }

  left(): Promise<number> {
    return this.#worker.call('left', undefined)
  }

  oldest(destination: number): Promise<number | undefined> {
    return this.#worker.call('oldest', destination)
  }

  async close(): Promise<Lost[]> {
    await this.#worker.close()
    return []
  }
}
