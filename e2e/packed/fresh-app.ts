import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../scripts/build.ts'
import type { Packed } from '../../scripts/pack.ts'
import { type Finished, run } from '../../scripts/processes.ts'

/**
 * An app as a user would start it: a copy of `apps/<name>`, if there is one, in a folder outside the workspace, with the packed
 * packages and what else it names installed by plain npm.
 */
export async function freshApp(folder: string, name: string, packages: Packed[], others: string[]): Promise<string> {
  const app = join(folder, name)
  mkdirSync(app)
  const source = join(import.meta.dirname, 'apps', name)
  if (existsSync(source)) cpSync(source, app, { recursive: true })
  const dependencies: Record<string, string> = {}
  for (const other of others) {
    // With a version of its own, or the workspace's.
    const at = other.lastIndexOf('@')
    if (at > 0) dependencies[other.slice(0, at)] = other.slice(at + 1)
    else dependencies[other] = catalogVersion(other)
  }
  for (const { name: spanlit, tarball } of packages) dependencies[spanlit] = `file:${tarball}`
  const manifest = { name: `fresh-${name}`, private: true, type: 'module', dependencies }
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2))

  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-progress']
  const { code, output } = await run('npm', ['install', ...flags], { cwd: app, timeout: 200_000, quiet: true })
  if (code !== 0) throw new Error(`npm install failed in the fresh app ${name}:\n${output}`)
  return app
}

/** None of what the test runner's own environment would change in an app: what it resolves, what it prints. */
export const PLAIN: Record<string, undefined> = {
  NODE_OPTIONS: undefined,
  NODE_ENV: undefined,
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
}

/** Runs a Node program of the app. */
export function runNode(app: string, parameters: string[], env: Record<string, string> = {}): Promise<Finished> {
  return run(process.execPath, parameters, { cwd: app, env: { ...PLAIN, ...env }, timeout: 60_000, quiet: true })
}

/** The version that the workspace itself uses. */
function catalogVersion(name: string): string {
  const workspace = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')
  const line = workspace.split('\n').find((entry) => entry.trim().replaceAll("'", '').startsWith(`${name}: `))
  if (!line) throw new Error(`${name} is not in the catalog of pnpm-workspace.yaml`)
  return line.slice(line.lastIndexOf(': ') + 2).trim()
}
