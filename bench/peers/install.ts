import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the peers beside this file at the versions of its lock file, unless they are there. */
export function installPeers(): void {
  const folder = import.meta.dirname
  const installed = changedAt(join(folder, 'node_modules', '.package-lock.json'))
  if (installed >= changedAt(join(folder, 'package-lock.json'))) return
  console.log('Installing the tracers that Spanlit is measured beside (npm ci in bench/peers, once) …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci has failed in bench/peers.')
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
