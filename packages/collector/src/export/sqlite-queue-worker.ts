import { workerData } from 'node:worker_threads'
import { claimForMachine } from '../sqlite/machine.ts'
import { shrink } from '../sqlite/shrink.ts'
import { openDatabase } from '../sqlite/open.ts'
import { serveDatabase } from '../sqlite/serve.ts'
import { QueueOwner } from './queue-owner.ts'
import { queueMigrations } from './queue-schema.ts'
import { QueueTables } from './queue-tables.ts'
import type { Batch, Placement, QueueLimits, Settlement } from './queue.ts'
import type { Signal } from '../otlp/signal.ts'
import { queuePath, type QueueWorkerData } from './queue-worker-data.ts'

// The thread beside the one that answers requests: see sqlite-queue.ts.
const { directory, ids, deadBytes } = workerData as QueueWorkerData
const path = queuePath(directory)
const database = openDatabase({ path, option: 'queue.directory', migrations: queueMigrations })
const machine = claimForMachine(directory, 'queue.directory')
const tables = new QueueTables(database, new QueueOwner(database))

const idOf = (destination: number): number => ids[destination] ?? -1

serveDatabase({
  database,
  path,
  calls: {
    put: ({ batch, placements }: { batch: Batch; placements: readonly Placement[] }) =>
      tables.put({
        batch,
        placements: placements.map(({ destination, isClaimed }) => ({ destination: idOf(destination), isClaimed })),
      }),
    claim: ({ destination, ...rest }: { destination: number; signal: Signal; limits: QueueLimits }) =>
      tables.claim({ ...rest, destination: idOf(destination) }),
    settle: (settlement: Settlement) => tables.settle({ ...settlement, destination: idOf(settlement.destination) }),
    release: (batches: readonly number[]) => tables.release(batches),
    beat: () => {
      machine.refresh()
      setImmediate(shrink, database)
      return tables
        .beat({ deadBytes })
        .map(({ destination, signal }) => ({ destination: ids.indexOf(destination), signal }))
        .filter(({ destination }) => destination >= 0)
    },
    left: () => tables.left(ids),
    oldest: (destination: number) => tables.oldest(idOf(destination)),
  },
  state: () => tables.totals(ids),
  close: () => {
    tables.end()
    // Pages that an outage has filled go back to the disk.
    database.exec('PRAGMA incremental_vacuum')
    database.close()
  },
})
