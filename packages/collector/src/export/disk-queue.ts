import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CollectorError } from '../errors.ts'
import { OncePerCause } from '../log.ts'
import type { Signal } from '../otlp/signal.ts'
import type { Batch, BatchQueue } from './queue.ts'
import { Waiting, type QueueLimits } from './waiting.ts'

/** A batch in its file, whose name says the order and how many spans it holds. */
interface StoredBatch {
  readonly path: string
  readonly signal: Signal
  readonly items: number
}

const NAME = /^(\d{16})-(\d+)-(traces|logs|metrics)\.pb$/
/** While it is written, so that half a batch is never taken for one. */
const UNFINISHED = '.part'

/**
 * A queue in files: a batch is on the disk before its sender hears 200, and stays until it has been sent, over the end of the process.
 * Only its name is in memory.
 */
export class DiskQueue implements BatchQueue {
  readonly isDurable = true
  readonly #directory: string
  readonly #batches: Waiting<StoredBatch>
  /** Those that somebody works on, by what they were given. */
  readonly #taken = new Map<Batch, StoredBatch>()
  readonly #once: OncePerCause
  #next = 0

  /**
   * Takes over what is in `directory`, which it makes where there is none.
   *
   * @param say is told of files that can't be read or removed, once per cause
   * @throws CollectorError where the directory can't be used
   */
  constructor(directory: string, limits: QueueLimits, say: (message: string) => void) {
    this.#directory = directory
    this.#batches = new Waiting(limits)
    this.#once = new OncePerCause(say)
    try {
      // Prompts may be in it.
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      this.#takeOver()
    } catch (error) {
      throw new CollectorError(`queue.directory can't be used: ${messageOf(error)}`, { cause: error })
    }
  }

  #takeOver(): void {
    for (const name of readdirSync(this.#directory).toSorted()) {
      const path = join(this.#directory, name)
      const [, order, items, signal] = NAME.exec(name) ?? []
      if (order === undefined) {
        if (name.endsWith(UNFINISHED)) rmSync(path)
        continue
      }
      this.#next = Number(order) + 1
      const stored = { path, items: Number(items), signal: signal as Signal }
      this.#batches.hold(stored, statSync(path).size)
      this.#batches.offer(stored)
    }
  }

  get size(): number {
    return this.#batches.size
  }

  hasRoom(bytes: number): boolean {
    return this.#batches.hasRoom(bytes)
  }

  async put({ bytes, items, signal }: Batch): Promise<void> {
    const path = join(this.#directory, `${String(this.#next++).padStart(16, '0')}-${items}-${signal}.pb`)
    const stored = { path, signal, items }
    this.#batches.hold(stored, bytes.byteLength)
    try {
      await write(path, bytes)
    } catch (error) {
      this.#batches.remove(stored)
      throw new Error(`the queue can't be written: ${reasonOf(error)}`, { cause: error })
    }
    this.#batches.offer(stored)
  }

  async take(): Promise<Batch | undefined> {
    for (;;) {
      const stored = await this.#batches.take()
      if (!stored) return undefined
      try {
        const { path, signal, items } = stored
        const batch: Batch = { signal, contentType: 'application/x-protobuf', bytes: await readFile(path), items }
        this.#taken.set(batch, stored)
        return batch
      } catch (error) {
        this.#batches.remove(stored)
        this.#say("A batch in the queue can't be read, and is left there", error)
      }
    }
  }

  async remove(batch: Batch): Promise<void> {
    const stored = this.#taken.get(batch)
    if (!stored) return
    this.#taken.delete(batch)
    try {
      await rm(stored.path, { force: true })
    } catch (error) {
      this.#say(
        "A batch that was sent can't be removed from the queue, and will be sent again at the next start",
        error,
      )
    }
    this.#batches.remove(stored)
  }

  empty(): Promise<void> {
    return this.#batches.empty()
  }

  close(): void {
    this.#batches.close({ leave: true })
  }

  #say(what: string, error: unknown): void {
    this.#once.say(`${what} ${reasonOf(error)}`, `${what}: ${messageOf(error)}`)
  }
}

function messageOf(error: unknown): string {
  return (error as Error).message
}

/** Without the path that Node puts behind it, which is another for each batch. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, \w+ '.*/s, '')
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = path + UNFINISHED
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      // Else it would be safe from the end of the process alone, not from that of the machine.
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
    await syncFolder(dirname(path))
  } catch (error) {
    for (const name of [unfinished, path]) await rm(name, { force: true })
    throw error
  }
}

/** Else the machine may come up again with the name of the unfinished file. Windows has nothing of the kind. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
