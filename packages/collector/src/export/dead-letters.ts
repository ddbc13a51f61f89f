import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { CollectorError } from '../errors.ts'
import type { Signal } from '../otlp/signal.ts'
import { claimForMachine } from '../sqlite/machine.ts'
import { openDatabase } from '../sqlite/open.ts'
import { queueMigrations } from './queue-schema.ts'
import { queuePath } from './queue-worker-data.ts'
import { now, type Batch } from './queue.ts'

/** A batch that was set aside, without its bytes. */
export interface DeadLetter {
  readonly id: number
  readonly destination: string
  readonly signal: Signal
  /** Spans, log records or data points. */
  readonly items: number
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly received: number
  readonly setAside: number
  readonly attempts: number
  readonly cause: string
}

const columns = `delivery.id, destination.name AS destination, delivery.signal, items, delivery.bytes, since AS received,
  dead_at AS setAside, attempts, cause`
const tables =
  'delivery JOIN batch ON batch.id = delivery.batch JOIN destination ON destination.id = delivery.destination'

/** The dead letters in a queue's directory. A collector may be using it meanwhile, and sends at once what is to be sent again. */
export class DeadLetters {
  readonly #database: DatabaseSync

  /** @throws CollectorError where there is no queue */
  constructor(directory: string) {
    const path = queuePath(directory)
    if (!existsSync(path)) throw new CollectorError(`There is no queue in ${directory}`)
    claimForMachine(directory, '--queue-directory')
    this.#database = openDatabase({ path, option: '--queue-directory', migrations: queueMigrations })
  }

  list(): DeadLetter[] {
    const rows = this.#database.prepare(`SELECT ${columns} FROM ${tables} WHERE dead_at IS NOT NULL ORDER BY dead_at`)
    return rows.all().map((row) => ({ ...row })) as unknown as DeadLetter[]
  }

  /** @throws CollectorError where there is no dead letter of this number */
  read(id: number): DeadLetter & Pick<Batch, 'bytes' | 'contentType'> {
    const row = this.#database
      .prepare(
        `SELECT ${columns}, body, content_type AS contentType FROM ${tables} WHERE delivery.id = ? AND dead_at IS NOT NULL`,
      )
      .get(id)
    if (!row) throw new CollectorError(`There is no dead letter ${id}`)
    const { body, ...rest } = row
    return { ...rest, bytes: body } as unknown as DeadLetter & Pick<Batch, 'bytes' | 'contentType'>
  }

  /** Puts dead letters back into the queue as if they had just been received. Returns how many there were of these. */
  sendAgain(ids: readonly number[]): number {
    return this.#each(
      ids,
      `UPDATE delivery SET dead_at = NULL, attempts = 0, blamed = 0, since = :now, next_at = :now
       WHERE id = :id AND dead_at IS NOT NULL`,
      { now: now() },
    )
  }

  delete(ids: readonly number[]): number {
    return this.#each(ids, 'DELETE FROM delivery WHERE id = :id AND dead_at IS NOT NULL', {})
  }

  close(): void {
    this.#database.close()
  }

  #each(ids: readonly number[], sql: string, parameters: Record<string, number>): number {
    const statement = this.#database.prepare(sql)
    this.#database.exec('BEGIN IMMEDIATE')
    const changed = ids.filter((id) => Number(statement.run({ ...parameters, id }).changes) > 0)
    this.#database.exec('COMMIT')
    return changed.length
  }
}
