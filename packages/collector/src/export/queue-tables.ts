import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Signal } from '../otlp/signal.ts'
import {
  now,
  type Batch,
  type Due,
  type Placement,
  type QueueLimits,
  type QueueTarget,
  type QueueTotals,
  type Settlement,
  type WaitingBatch,
} from './queue.ts'
import type { QueueOwner } from './queue-owner.ts'

/** No retry is further away than an hour; a time that lies further ahead was written by a clock that has been set back since. */
const implausibleMs = 2 * 3_600_000

interface DueRow {
  id: number
  attempts: number
  blamed: number
  since: number
  signal: Signal
  content_type: Batch['contentType']
  items: number
  via: string | null
  body: Uint8Array
}

/** The queue's tables and what is done with them. Every function runs inside a transaction of the caller. */
export class QueueTables {
  readonly #database: DatabaseSync
  readonly #owner: QueueOwner
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, owner: QueueOwner) {
    this.#database = database
    this.#owner = owner
  }

  /** The number of a destination, which is new or known from an earlier run. */
  destination({ identity, name }: QueueTarget): number {
    const hash = createHash('sha256').update(identity).digest('hex')
    const row = this.#sql(
      `INSERT INTO destination (identity, name) VALUES (?, ?) ON CONFLICT (identity) DO UPDATE SET name = excluded.name RETURNING id`,
    ).get(hash, name)
    return row?.['id'] as number
  }

  /** Whoever starts a collector may have mended what kept batches waiting, so none waits any longer. */
  hurry(destination: number): void {
    this.#sql(
      'UPDATE delivery SET next_at = ? WHERE destination = ? AND claimed_by IS NULL AND dead_at IS NULL AND next_at > ?',
    ).run(now(), destination, now())
  }

  put({ batch, placements }: { batch: Batch; placements: readonly Placement[] }): number[] {
    const id = this.#insert(batch)
    const at = now()
    return placements.map(({ destination, isClaimed }) =>
      this.#place(id, batch, { destination, since: at, nextAt: at, claimedBy: isClaimed ? this.#owner.id : null }),
    )
  }

  claim({ destination, signal, limits }: { destination: number; signal: Signal; limits: QueueLimits }): WaitingBatch[] {
    const rows = this.#sql(
      `SELECT delivery.id, attempts, blamed, since, batch.signal, content_type, items, via, body, bytes
       FROM delivery JOIN batch ON batch.id = delivery.batch
       WHERE destination = ? AND delivery.signal = ? AND claimed_by IS NULL AND dead_at IS NULL AND next_at <= ?
       ORDER BY next_at, delivery.id LIMIT ?`,
    ).iterate(destination, signal, now(), limits.batches) as Iterable<unknown> as Iterable<DueRow>
    const claimed: WaitingBatch[] = []
    let bytes = 0
    for (const row of rows) {
      bytes += row.body.byteLength
      if (claimed.length > 0 && bytes > limits.bytes) break
      claimed.push(toWaiting(row))
    }
    const claim = this.#sql('UPDATE delivery SET claimed_by = ? WHERE id = ?')
    for (const { id } of claimed) claim.run(this.#owner.id, id)
    return claimed
  }

  settle({ ids, destination, later, dead }: Settlement): void {
    if (later && !later.batch) this.#postpone(ids, later)
    else if (dead && !dead.batch) this.#setAside(ids, dead.cause)
    else {
      const first = this.#oldestOf(ids)
      const age = { destination, since: first?.since ?? now(), attempts: first?.attempts ?? 0 }
      if (later?.batch) {
        const id = this.#insert(later.batch)
        const rest = { ...age, attempts: age.attempts + 1, nextAt: now() + later.delayMs, cause: later.cause }
        this.#place(id, later.batch, rest)
      }
      if (dead?.batch) {
        const id = this.#insert(dead.batch)
        this.#place(id, dead.batch, { ...age, nextAt: now(), cause: dead.cause, deadAt: now() })
      }
      const remove = this.#sql('DELETE FROM delivery WHERE id = ?')
      for (const id of ids) remove.run(id)
    }
  }

  /** Rows that were claimed from somebody else meanwhile are theirs. */
  release(ids: readonly number[]): void {
    const release = this.#sql('UPDATE delivery SET claimed_by = NULL WHERE id = ? AND claimed_by = ?')
    for (const id of ids) release.run(id, this.#owner.id)
  }

  /** Renews this process's claims, ends those of processes that are gone, and says for whom something has come due. */
  beat({ deadBytes }: { deadBytes: number }): Due[] {
    this.#owner.beat()
    this.#sql('UPDATE delivery SET next_at = ? WHERE next_at > ?').run(now(), now() + implausibleMs)
    this.#dropOldestDead(deadBytes)
    return this.#sql(
      `SELECT DISTINCT destination, signal FROM delivery WHERE claimed_by IS NULL AND dead_at IS NULL AND next_at <= ?`,
    ).all(now()) as unknown as Due[]
  }

  /** Batches of these destinations that no other process works on. */
  left(destinations: readonly number[]): number {
    const count = this.#sql(
      `SELECT count(*) AS count FROM delivery
       WHERE destination = ? AND dead_at IS NULL AND (claimed_by IS NULL OR claimed_by = ?)`,
    )
    return destinations.reduce((sum, id) => sum + (count.get(id, this.#owner.id)?.['count'] as number), 0)
  }

  oldest(destination: number): number | undefined {
    const row = this.#sql('SELECT min(since) AS since FROM delivery WHERE destination = ? AND dead_at IS NULL').get(
      destination,
    )
    return (row?.['since'] as number | null) ?? undefined
  }

  totals(destinations: readonly number[]): QueueTotals[] {
    const sums = this.#sql('SELECT batches, bytes, dead AS deadLetters FROM destination WHERE id = ?')
    return destinations.map((id) => ({ ...sums.get(id) }) as unknown as QueueTotals)
  }

  /** Names of destinations for which something waits, although nobody sends there any more. */
  forgotten(known: readonly number[]): { name: string; batches: number }[] {
    const rows = this.#sql('SELECT id, name, batches FROM destination WHERE batches > 0').all()
    return rows
      .filter(({ id }) => !known.includes(id as number))
      .map(({ name, batches }) => ({ name: name as string, batches: batches as number }))
  }

  /** Gives back what this process has claimed. */
  end(): void {
    this.#owner.end()
  }

  #insert({ signal, contentType, items, via, bytes }: Batch): number {
    return Number(
      this.#sql('INSERT INTO batch (signal, content_type, items, via, body) VALUES (?, ?, ?, ?, ?)').run(
        signal,
        contentType,
        items,
        via ?? null,
        bytes,
      ).lastInsertRowid,
    )
  }

  #place(
    id: number,
    { signal, bytes }: Batch,
    row: {
      destination: number
      since: number
      nextAt: number
      attempts?: number
      cause?: string
      claimedBy?: string | null
      deadAt?: number
    },
  ): number {
    return Number(
      this.#sql(
        `INSERT INTO delivery (batch, destination, signal, bytes, since, next_at, attempts, cause, claimed_by, dead_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        id,
        row.destination,
        signal,
        bytes.byteLength,
        row.since,
        row.nextAt,
        row.attempts ?? 0,
        row.cause ?? null,
        row.claimedBy ?? null,
        row.deadAt ?? null,
      ).lastInsertRowid,
    )
  }

  #postpone(ids: readonly number[], { delayMs, cause, isBlamed }: NonNullable<Settlement['later']>): void {
    const update = this.#sql(
      `UPDATE delivery SET claimed_by = NULL, attempts = attempts + 1, blamed = blamed + ?, next_at = ?, cause = ?
       WHERE id = ? AND claimed_by = ?`,
    )
    for (const id of ids) update.run(isBlamed ? 1 : 0, now() + delayMs, cause, id, this.#owner.id)
  }

  #setAside(ids: readonly number[], cause: string): void {
    const update = this.#sql(
      'UPDATE delivery SET claimed_by = NULL, attempts = attempts + 1, cause = ?, dead_at = ? WHERE id = ?',
    )
    for (const id of ids) update.run(cause, now(), id)
  }

  #oldestOf(ids: readonly number[]): { since: number; attempts: number } | undefined {
    const select = this.#sql('SELECT since, attempts FROM delivery WHERE id = ?')
    const rows = ids.map((id) => select.get(id) as { since: number; attempts: number } | undefined)
    return rows.filter((row) => row !== undefined).toSorted((one, other) => one.since - other.since)[0]
  }

  /** Dead letters have a bound of their own, so that they leave room for what can be sent. */
  #dropOldestDead(most: number): void {
    for (const { id, excess } of this.#sql(
      'SELECT id, dead_bytes - ? AS excess FROM destination WHERE dead_bytes > ?',
    ).all(most, most) as { id: number; excess: number }[]) {
      let left = excess
      const oldest = this.#sql(
        'SELECT id, bytes FROM delivery WHERE destination = ? AND dead_at IS NOT NULL ORDER BY dead_at',
      )
      for (const row of oldest.all(id) as { id: number; bytes: number }[]) {
        if (left <= 0) break
        left -= row.bytes
        this.#sql('DELETE FROM delivery WHERE id = ?').run(row.id)
      }
    }
  }

  #sql(text: string): StatementSync {
    let statement = this.#statements.get(text)
    if (!statement) this.#statements.set(text, (statement = this.#database.prepare(text)))
    return statement
  }
}

function toWaiting(row: DueRow): WaitingBatch {
  const { id, attempts, blamed, since, signal, content_type: contentType, items, via, body } = row
  return { id, attempts, blamed, since, signal, contentType, items, bytes: body, ...(via !== null && { via }) }
}
