import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimForMachine } from './machine.ts'

test('a directory that another machine uses is refused in plain words, and is free when that machine is gone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'spanlit-machine-'))
  claimForMachine(directory, 'queue.directory', 'the other machine')
  const touch = `setInterval(() => require('fs').utimesSync(process.argv[1], new Date(), new Date()), 100); console.log('on')`
  const other = spawn(process.execPath, ['-e', touch, join(directory, 'machine')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  expect(() => claimForMachine(directory, 'queue.directory')).toThrow(
    `queue.directory ${directory} is in use by a collector on another machine; collectors share a directory only on one machine`,
  )
  other.kill()
  await once(other, 'exit')
  claimForMachine(directory, 'queue.directory', 'this machine')
  expect(await readFile(join(directory, 'machine'), 'utf8')).toBe('this machine')
  await rm(directory, { recursive: true })
}, 30_000)
