import type { Signal } from '../otlp/signal.ts'
import {
  now,
  type Batch,
  type Due,
  type Lost,
  type Placement,
  type Queue,
  type QueueLimits,
  type QueueTotals,
  type Settlement,
  type WaitingBatch,
} from './queue.ts'

interface Row extends WaitingBatch {
  readonly destination: number
  nextAt: number
  isClaimed: boolean
}

/** A queue in memory: what it holds is lost when the process ends, and nothing of it is put on disk. It keeps no dead letters. */
export class MemoryQueue implements Queue {
  readonly isDurable = false
  readonly fault = undefined
  /** In the order in which batches were put in; what is postponed goes to the end. */
  readonly #rows = new Map<number, Row>()
  readonly #totals = new Map<number, { batches: number; bytes: number; deadLetters: number }>()
  #next = 0

  totals(destination: number): QueueTotals {
    return this.#totalsOf(destination)
  }

  async put(batch: Batch, placements: readonly Placement[]): Promise<number[]> {
    return placements.map(({ destination, isClaimed }) => {
      const row = { ...batch, destination, isClaimed, attempts: 0, blamed: 0, since: now(), nextAt: 0 }
      return this.#add(row)
    })
  }

  async claim(destination: number, signal: Signal, limits: QueueLimits): Promise<WaitingBatch[]> {
    const claimed: WaitingBatch[] = []
    let bytes = 0
    const at = now()
    for (const row of this.#rows.values()) {
      if (row.destination !== destination || row.signal !== signal || row.isClaimed || row.nextAt > at) continue
      bytes += row.bytes.byteLength
      if (claimed.length > 0 && (bytes > limits.bytes || claimed.length >= limits.batches)) break
      row.isClaimed = true
      claimed.push(row)
    }
    return claimed
  }

  async settle({ ids, later }: Settlement): Promise<void> {
    for (const [index, id] of ids.entries()) {
      const row = this.#remove(id)
      if (!row || !later) continue
      const nextAt = now() + later.delayMs
      const again = {
        attempts: row.attempts + 1,
        blamed: row.blamed + (later.isBlamed ? 1 : 0),
        nextAt,
        isClaimed: false,
      }
      if (!later.batch) this.#add({ ...row, ...again })
      else if (index === 0) this.#add({ ...row, ...later.batch, ...again })
    }
  }

  async release(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) row.isClaimed = false
    }
  }

  async beat(): Promise<Due[]> {
    const at = now()
    const due = new Map<string, Due>()
    for (const { destination, signal, nextAt, isClaimed } of this.#rows.values()) {
      if (!isClaimed && nextAt <= at) due.set(`${destination} ${signal}`, { destination, signal })
    }
    return [...due.values()]
  }

  async left(): Promise<number> {
    return this.#rows.size
  }

  async oldest(destination: number): Promise<number | undefined> {
    const times = [...this.#rows.values()].filter((row) => row.destination === destination).map(({ since }) => since)
    return times.length > 0 ? times.reduce((one, other) => Math.min(one, other)) : undefined
  }

  async close(): Promise<Lost[]> {
    const lost = [...this.#rows.values()].map(({ destination, signal, items }) => ({ destination, signal, items }))
    this.#rows.clear()
    this.#totals.clear()
    return lost
  }

  #add(row: Omit<Row, 'id'>): number {
    const id = (this.#next += 1)
    this.#rows.set(id, { ...row, id })
    const totals = this.#totalsOf(row.destination)
    totals.batches += 1
    totals.bytes += row.bytes.byteLength
    return id
  }

  #remove(id: number): Row | undefined {
    const row = this.#rows.get(id)
    if (!row) return undefined
    this.#rows.delete(id)
    const totals = this.#totalsOf(row.destination)
    totals.batches -= 1
    totals.bytes -= row.bytes.byteLength
    return row
  }

  #totalsOf(destination: number): { batches: number; bytes: number; deadLetters: number } {
    let totals = this.#totals.get(destination)
    if (!totals) this.#totals.set(destination, (totals = { batches: 0, bytes: 0, deadLetters: 0 }))
    return totals
  }
}
