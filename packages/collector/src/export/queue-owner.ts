import { randomUUID } from 'node:crypto'
import { hrtime, pid } from 'node:process'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isProcessAlive, machineId, processNamespace, processStart } from '../sqlite/machine.ts'

/** How long claims are kept by a process that does not renew them. They are renewed every second. */
const claimMs = 10_000

interface ProcessRow {
  id: string
  machine: string
  namespace: string
  pid: number
  started: string
  alive_until: number
}

/** Milliseconds since the machine was started: nobody sets this clock, and all containers of the machine have it. */
function uptime(): number {
  return Number(hrtime.bigint() / 1_000_000n)
}

/**
 * A process that shares a queue with others. What it has claimed is its own as long as it renews the claim. It is known by a random id, since
 * process ids say nothing where two containers both have number 1.
 */
export class QueueOwner {
  readonly id: string = randomUUID()
  readonly #machine = machineId()
  readonly #namespace = processNamespace()
  readonly #renew: StatementSync
  readonly #others: StatementSync
  readonly #free: StatementSync
  readonly #freeOrphans: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#renew = database.prepare(
      `INSERT INTO process (id, machine, namespace, pid, started, alive_until) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`,
    )
    this.#others = database.prepare('SELECT * FROM process WHERE id <> ?')
    this.#free = database.prepare('UPDATE delivery SET claimed_by = NULL WHERE claimed_by = ?')
    // A process may look gone, claim rows again, and then really be gone. This frees its rows.
    this.#freeOrphans = database.prepare(
      'UPDATE delivery SET claimed_by = NULL WHERE claimed_by IS NOT NULL AND claimed_by NOT IN (SELECT id FROM process)',
    )
    this.#forget = database.prepare('DELETE FROM process WHERE id = ?')
  }

  beat(): void {
    const { id } = this
    this.#renew.run(id, this.#machine, this.#namespace, pid, processStart(pid) ?? '', uptime() + claimMs)
    for (const other of this.#others.all(id) as unknown as ProcessRow[]) {
      if (!this.#isGone(other)) continue
      this.#free.run(other.id)
      this.#forget.run(other.id)
    }
    this.#freeOrphans.run()
  }

  end(): void {
    this.#free.run(this.id)
    this.#forget.run(this.id)
  }

  #isGone({ machine, namespace, pid: theirs, started, alive_until: until }: ProcessRow): boolean {
    if (machine !== this.#machine || until < uptime()) return true
    // Where we count the same processes, one that was killed need not be waited for.
    if (namespace !== this.#namespace) return false
    return !isProcessAlive(theirs) || (processStart(theirs) ?? '') !== started
  }
}
