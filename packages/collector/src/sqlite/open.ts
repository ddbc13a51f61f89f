import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { CollectorError } from '../errors.ts'

export interface OpenOptions {
  /** Path of the database, or `:memory:`. Its directory is made where there is none, for its owner alone. */
  path: string
  /** The option that named the path, for messages. */
  option: string
  /** One script of SQL for each version of the schema. A released script never changes: a new version adds one. */
  migrations: readonly string[]
}

/** How long one process waits for another that writes. */
const busyTimeoutMs = 10_000

/**
 * Opens a database in WAL mode with `synchronous=FULL`: what was committed survives the end of the process and of the machine.
 * Its calls block, so it belongs into a worker; only a start may block, to say at once what is wrong.
 *
 * @throws CollectorError where the path can't be used, where its file system has no working locks, or where the file is of a newer version.
 */
export function openDatabase({ path, option, migrations }: OpenOptions): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    if (path !== ':memory:') prepareDirectory(dirname(path))
    database = new (loadSqlite().DatabaseSync)(path, { timeout: busyTimeoutMs })
    configure(database, path)
    migrate(database, path, migrations)
    // The content of prompts may be in it, whatever the umask is.
    if (path !== ':memory:') for (const suffix of ['', '-wal', '-shm']) restrict(path + suffix)
    return database
  } catch (error) {
    database?.close()
    if (error instanceof CollectorError) throw error
    throw new CollectorError(`${option} can't be used: ${reasonOf(error, path)}`, { cause: error })
  }
}

function loadSqlite(): typeof import('node:sqlite') {
  const sqlite = process.getBuiltinModule?.('node:sqlite')
  if (!sqlite) throw new CollectorError(`Node ${process.version} has no SQLite; use Node 22.13 or newer`)
  return sqlite
}

function prepareDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

function configure(database: DatabaseSync, path: string): void {
  // Before the first table: neither can be changed later. Pages that are free again can be given back to the disk.
  database.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL')
  const { journal_mode: mode } = database.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string }
  if (path !== ':memory:' && mode !== 'wal') {
    throw new CollectorError(
      `${path} is on a file system without shared memory, which two processes need to share a database; use a local disk`,
    )
  }
  database.exec(
    'PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 16777216',
  )
}

function migrate(database: DatabaseSync, path: string, migrations: readonly string[]): void {
  // Two processes may start at the same moment, so the version is read under the lock.
  database.exec('BEGIN IMMEDIATE')
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version > migrations.length) {
      throw new CollectorError(
        `${path} was written by a newer version of @spanlit/collector (schema ${version}; this one reads ${migrations.length})`,
      )
    }
    for (const script of migrations.slice(version)) database.exec(script)
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function restrict(path: string): void {
  try {
    if (statSync(path).mode & 0o077) chmodSync(path, 0o600)
  } catch {
    // There is none yet, or it is another user's, who has opened it for a group on purpose.
  }
}

/** Result codes that a file system without working locks or shared memory leads to. */
const lockFaults = new Map([
  [3850, 'SQLITE_IOERR_LOCK'],
  [3594, 'SQLITE_IOERR_CHECKRESERVEDLOCK'],
  [2314, 'SQLITE_IOERR_UNLOCK'],
  [4618, 'SQLITE_IOERR_SHMOPEN'],
  [5130, 'SQLITE_IOERR_SHMLOCK'],
  [5386, 'SQLITE_IOERR_SHMMAP'],
  [15, 'SQLITE_PROTOCOL'],
])

function reasonOf(error: unknown, path: string): string {
  const { errcode = 0, message } = error as Error & { errcode?: number }
  const fault = lockFaults.get(errcode)
  if (fault) return `the file system of ${path} has no working locks (${fault}); use a local disk`
  if (errcode === 26) return `${path} is no SQLite database`
  if (errcode === 14) return `${path} can't be opened; check its rights`
  if (errcode === 5) return `another process has locked ${path} for ${busyTimeoutMs / 1000} seconds`
  return message
}
