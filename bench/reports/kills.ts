import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Fifty kills of the collector in the middle of its work: the test of ten, for longer. */
export async function reportKills(): Promise<void> {
  const root = join(import.meta.dirname, '../..')
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'collector', 'packages/collector/test/crashes'],
    { cwd: root, env: { ...process.env, SPANLIT_KILLS: '50' }, encoding: 'utf8' },
  )
  console.log(status === 0 ? 'Kills: 50 lost nothing that was acknowledged' : `Kills: failed\n${stdout}`)
  if (status !== 0) process.exitCode = 1
}
