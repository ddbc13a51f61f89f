import { readFileSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { CollectorError } from '../errors.ts'

/** A kernel: processes share memory and locks only on one and the same. Containers of one machine have one. */
export function machineId(): string {
  return tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? hostname()
}

/** Where process ids are counted: two containers have their own. */
export function processNamespace(): string {
  return tryRead(() => readlinkSync('/proc/self/ns/pid')) ?? 'one'
}

/** When a process began, in ticks of the kernel: its id alone may be another's by now. */
export function processStart(pid: number): string | undefined {
  return tryRead(
    () =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19],
  )
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function tryRead<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

export interface MachineMark {
  /** Says that this machine still uses the directory; to be called more often than `freshMs`. */
  refresh(): void
}

const freshMs = 4000
const stepMs = 250

/**
 * Claims a directory for this machine. A network file system shares files between machines, but not the memory by which SQLite's processes
 * agree, and often not their locks: a second machine would destroy the database.
 *
 * @param machine given in tests alone
 * @throws CollectorError where a collector of another machine uses the directory
 */
export function claimForMachine(directory: string, option: string, machine: string = machineId()): MachineMark {
  const path = join(directory, 'machine')
  const theirs = tryRead(() => readFileSync(path, 'utf8'))
  if (theirs !== undefined && theirs !== machine && isUsed(path)) {
    throw new CollectorError(
      `${option} ${directory} is in use by a collector on another machine; collectors share a directory only on one machine, ` +
        'where locks and shared memory work. Give each machine a directory of its own',
    )
  }
  writeFileSync(path, machine, { mode: 0o600 })
  return {
    refresh: () => {
      const now = new Date()
      tryRead(() => utimesSync(path, now, now))
    },
  }
}

/** True where the mark is refreshed while we look. A machine that was restarted has left a fresh one, too. */
function isUsed(path: string): boolean {
  const first = statSync(path).mtimeMs
  if (Math.abs(Date.now() - first) > freshMs * 15) return false
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; waited < freshMs; waited += stepMs) {
    Atomics.wait(sleeper, 0, 0, stepMs)
    if (statSync(path).mtimeMs !== first) return true
  }
  return false
}
