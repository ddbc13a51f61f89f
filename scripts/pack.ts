import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGES, ROOT } from './build.ts'
import { run } from './processes.ts'

/** A package as it would be published. */
export interface Packed {
  /** Its name, such as `@spanlit/core`. */
  name: string
  tarball: string
}

/**
 * Packs the built packages into `folder`, with the workspace's and the catalog's versions written out as pnpm does when
 * it publishes.
 */
export async function packPackages(folder: string): Promise<Packed[]> {
  const packed: Packed[] = []
  for (const directory of PACKAGES) {
    const cwd = join(ROOT, 'packages', directory)
    const manifest: unknown = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
    if (!existsSync(join(cwd, 'dist'))) throw new Error(`packages/${directory} is not built: run \`pnpm build\` first.`)
    const { name } = manifest as { name: string }
    const destination = join(folder, directory)
    mkdirSync(destination, { recursive: true })
    await pnpm(['pack', '--pack-destination', destination], cwd)
    const [file] = readdirSync(destination).filter((entry) => entry.endsWith('.tgz'))
    if (!file) throw new Error(`pnpm pack wrote no tarball of ${name}.`)
    packed.push({ name, tarball: join(destination, file) })
  }
  return packed
}

/** `pnpm` is on the path where pnpm itself started the script; a runner started by hand may have none. */
async function pnpm(parameters: string[], cwd: string): Promise<void> {
  const options = { cwd, timeout: 120_000, quiet: true }
  let result = await run('pnpm', parameters, options)
  if (result.code !== 0) result = await run('npx', ['-y', 'pnpm@12', ...parameters], options)
  if (result.code !== 0) throw new Error(`pnpm ${parameters.join(' ')} failed in ${cwd}:\n${result.output}`)
}
