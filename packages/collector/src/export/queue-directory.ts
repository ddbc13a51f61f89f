import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CollectorError } from '../errors.ts'

const OWNER = 'owner.pid'

/** Those of this process, whose own number in a file says nothing. */
const claimed = new Set<string>()

/** The directory of one collector's queues, which no other may use at the same time: each would send what is in it. */
export class QueueDirectory {
  readonly #path: string

  /** @throws CollectorError where it can't be used, or another collector uses it */
  constructor(path: string) {
    this.#path = resolve(path)
    if (claimed.has(this.#path)) throw new CollectorError(inUse(this.#path, 'another collector of this process'))
    try {
      mkdirSync(this.#path, { recursive: true, mode: 0o700 })
      this.#claim()
    } catch (error) {
      if (CollectorError.isInstance(error)) throw error
      throw new CollectorError(`queue.directory ${this.#path} can't be used: ${(error as Error).message}`, {
        cause: error,
      })
    }
    claimed.add(this.#path)
  }

  #claim(): void {
    const file = join(this.#path, OWNER)
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = Number(readFileSync(file, 'utf8'))
      // In a container each start has the same number.
      if (owner !== process.pid && isRunning(owner)) throw new CollectorError(inUse(this.#path, `process ${owner}`))
      // It was killed.
      writeFileSync(file, String(process.pid))
    }
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
    rmSync(join(this.#path, OWNER), { force: true })
  }
}

function inUse(path: string, by: string): string {
  return `queue.directory ${path} is in use by ${by}; give each collector a directory of its own`
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It runs, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
