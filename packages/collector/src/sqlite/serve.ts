import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import type { Answer, Answers, Call } from './calls.ts'

/** What a worker offers: functions by name, each run inside a transaction. */
export interface Served {
  readonly database: DatabaseSync
  readonly path: string
  readonly calls: Readonly<Record<string, (parameter: never) => unknown>>
  /** Read after every commit, and sent with its answers. */
  state(): unknown
  close(): void
}

/** More calls than these are not in one commit, so that the first does not wait for too many others. */
const mostInCommit = 64
const lazyMs = 20

/**
 * Serves a database to the thread that has started this worker. Group commit: all calls that have come while the last commit was written share the
 * next one, so that a busy collector waits for the disk once for many batches.
 */
export function serveDatabase({ database, path, calls, state, close }: Served): void {
  const port = parentPort
  if (!port) throw new Error('This module runs in a worker')
  const { ino } = statSync(path)
  let lazy: Call[] = []
  let timer: NodeJS.Timeout | undefined

  function runAll(group: readonly Call[]): Answer[] {
    checkPresent(path, ino)
    database.exec('BEGIN IMMEDIATE')
    try {
      const answers = group.map(({ id, name, parameter }): Answer => {
        const run = calls[name]
        if (!run) throw new Error(`There is no call ${name}`)
        return { id, value: run(parameter as never) }
      })
      database.exec('COMMIT')
      return answers
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  function commit(group: readonly Call[]): Answer[] {
    try {
      return runAll(group)
    } catch (error) {
      // One call that fails must not fail its neighbours.
      if (group.length > 1) return group.flatMap((call) => commit([call]))
      const { message, errcode = 0 } = error as Error & { errcode?: number }
      return group.map(({ id }) => ({ id, error: { message, code: errcode } }))
    }
  }

  function flush(group: Call[]): void {
    clearTimeout(timer)
    timer = undefined
    const all = [...lazy, ...group]
    lazy = []
    for (let from = 0; from < all.length; from += mostInCommit) {
      const some = all.slice(from, from + mostInCommit)
      const answers = commit(some)
      port?.postMessage({ answers, state: state() } satisfies Answers)
      for (const { memory } of some) memory.forEach(free)
    }
  }

  port.on('message', (first: Call | 'close') => {
    const group: Call[] = []
    let isClosing = false
    for (let message: Call | 'close' | undefined = first; message;) {
      if (message === 'close') isClosing = true
      else if (message.isLazy) lazy.push(message)
      else group.push(message)
      message = receiveMessageOnPort(port)?.message as Call | 'close' | undefined
    }
    if (group.length > 0 || isClosing) flush(group)
    else timer ??= setTimeout(flush, lazyMs, [])
    if (!isClosing) return
    close()
    port.close()
  })
}

/** This thread makes so few objects that its garbage collector would leave some hundred megabytes lying about. */
function free(memory: ArrayBuffer): void {
  // Missing in the library of ES2023; Node has it from version 21.
  ;(memory as ArrayBuffer & { transfer(length: number): ArrayBuffer }).transfer(0)
}

/** SQLite goes on writing into a file that was deleted, and nobody would find there what was acknowledged. */
function checkPresent(path: string, ino: number): void {
  const now = statSync(path, { throwIfNoEntry: false })
  if (now?.ino !== ino) throw new Error('its file has been deleted or replaced while the collector runs')
}
