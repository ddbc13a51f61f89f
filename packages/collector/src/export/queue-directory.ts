import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CollectorError } from '../errors.ts'

/** A file with the number of the process in its name, and in it when that was started. */
const OWNER = /^owner-(\d+)$/
const OWN = `owner-${process.pid}`

/** Those of this process, also of other copies of this package: its number in a file does not tell it from an earlier one of the same number. */
const CLAIMED: unique symbol = Symbol.for('spanlit.queues') as never
const claimed = ((globalThis as { [CLAIMED]?: Set<string> })[CLAIMED] ??= new Set<string>())

/** The directory of one collector's queues, which no other may use at the same time: each would send what is in it. */
export class QueueDirectory {
  readonly #path: string

  /** @throws CollectorError where it can't be used, or another collector uses it */
  constructor(path: string) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 })
      this.#path = realpathSync(path)
      this.#claim()
    } catch (error) {
      if (CollectorError.isInstance(error)) throw error
      throw new CollectorError(`queue.directory ${resolve(path)} can't be used: ${(error as Error).message}`, {
        cause: error,
      })
    }
    claimed.add(this.#path)
  }

  #claim(): void {
    if (claimed.has(this.#path) || this.#isOwnedBy(process.pid)) throw this.#inUse('another collector of this process')
    writeFileSync(join(this.#path, OWN), String(startOf(process.pid)))
    // Only now: of two that start at the same time, one at least sees the other.
    for (const name of readdirSync(this.#path)) {
      const pid = Number(OWNER.exec(name)?.[1] ?? process.pid)
      if (pid === process.pid) continue
      if (this.#isOwnedBy(pid)) {
        rmSync(join(this.#path, OWN))
        throw this.#inUse(`process ${pid}`)
      }
      // It was killed.
      rmSync(join(this.#path, name), { force: true })
    }
  }

  #isOwnedBy(pid: number): boolean {
    const then = Number(read(join(this.#path, `owner-${pid}`)))
    const now = startOf(pid)
    // After a restart of the machine or the container the number may be that of any other process, or of this one.
    return then > 0 && now > 0 ? then === now : pid !== process.pid && exists(pid)
  }

  #inUse(by: string): CollectorError {
    return new CollectorError(
      `queue.directory ${this.#path} is in use by ${by}; give each collector a directory of its own`,
    )
  }

  /**
   * The directory of the queue of one destination.
   *
   * @param name for whoever looks into the directory
   * @param identity what tells the destination from all others, the next time too; it may hold secrets
   */
  of(name: string, identity: string): string {
    const digest = createHash('sha256').update(identity).digest('hex').slice(0, 12)
    return join(this.#path, `${name.replaceAll(/[^\w.-]+/g, '_').slice(0, 60)}-${digest}`)
  }

  /** Directories that hold batches for destinations that the collector has no more. */
  forgotten(used: readonly string[]): string[] {
    return readdirSync(this.#path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(this.#path, name))
      .filter((path) => !used.includes(path) && readdirSync(path).some((name) => name.endsWith('.pb')))
  }

  release(): void {
    claimed.delete(this.#path)
    rmSync(join(this.#path, OWN), { force: true })
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** When a process was started, in the unit and by the clock of Linux; 0 elsewhere, and where it can't be known. */
function startOf(pid: number): number {
  try {
    // The name of the program, in parentheses, may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19])
  } catch {
    return 0
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It runs, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
