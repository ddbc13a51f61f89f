// oxlint-disable unicorn/require-post-message-target-origin -- a worker is no window
import { Worker } from 'node:worker_threads'
import type { Answers, Call } from './calls.ts'

interface Pending {
  resolve(value: never): void
  reject(error: Error): void
}

/** A database in a worker, seen from the thread that answers requests. */
export class DatabaseWorker {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #onState: (state: unknown) => void
  readonly #ended: Promise<void>
  #next = 0
  #fault: Error | undefined

  /**
   * @param module the worker's own module, which calls `serveDatabase`
   * @param onState receives the database's state after each commit
   */
  constructor(module: URL, workerData: unknown, onState: (state: unknown) => void) {
    this.#onState = onState
    // Flags of the process, such as those of a test runner or a debugger, are not the worker's.
    this.#worker = new Worker(module, { workerData, execArgv: [], name: 'spanlit-sqlite' })
    this.#worker.on('message', (message: Answers) => this.#take(message))
    this.#worker.on('error', (error) => this.#fail(error as Error))
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail(new Error('its worker has ended'))
        resolve()
      })
    })
    // An application that embeds a collector and never closes it can still end.
    this.#worker.unref()
  }

  /**
   * Resolves when the call is committed; rejects where it can't be.
   *
   * @param options `isLazy`: it may wait some milliseconds to share the commit of another call. `transfer`: memory that moves to the worker
   */
  call<Value>(
    name: string,
    parameter: unknown,
    { isLazy = false, transfer = [] }: { isLazy?: boolean; transfer?: ArrayBuffer[] } = {},
  ): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.#fault) return reject(this.#fault)
      const id = (this.#next += 1)
      if (this.#pending.size === 0) this.#worker.ref()
      this.#pending.set(id, { resolve, reject })
      this.#worker.postMessage({ id, name, parameter, isLazy, memory: transfer } satisfies Call, transfer)
    })
  }

  /** Ends the worker when all calls are committed. */
  async close(): Promise<void> {
    this.#worker.ref()
    this.#worker.postMessage('close')
    await this.#ended
  }

  #take({ answers, state }: Answers): void {
    this.#onState(state)
    for (const { id, value, error } of answers) {
      const pending = this.#pending.get(id)
      this.#pending.delete(id)
      if (error) pending?.reject(Object.assign(new Error(error.message), { errcode: error.code }))
      else pending?.resolve(value as never)
    }
    if (this.#pending.size === 0) this.#worker.unref()
  }

  #fail(error: Error): void {
    this.#fault ??= error
    for (const { reject } of this.#pending.values()) reject(this.#fault)
    this.#pending.clear()
  }
}

/** The module of a worker beside the one that starts it: TypeScript from the sources, JavaScript as published. */
export function besideModule(name: string, url: string): URL {
  return new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url)
}
