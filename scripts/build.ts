/** Builds the packages into their `dist` folders: `pnpm build`. */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { minifyStyles } from './minify-styles.ts'
import { run } from './processes.ts'

export const ROOT: string = join(import.meta.dirname, '..')

/** The published packages, by their folder under `packages/`. */
export const PACKAGES = ['core', 'dialects', 'viewer', 'collector', 'vite'] as const

/**
 * Builds all packages from nothing, so that no file of a renamed source is packed and no stale build record is believed.
 *
 * @throws with the compiler's output.
 */
export async function buildPackages(): Promise<void> {
  for (const name of PACKAGES) rmSync(join(ROOT, 'packages', name, 'dist'), { recursive: true, force: true })
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const projects = PACKAGES.map((name) => join('packages', name, 'tsconfig.json'))
  const parameters = [tsc, '--build', '--force', ...projects]
  const { code, output } = await run(process.execPath, parameters, { cwd: ROOT, timeout: 120_000, quiet: true })
  if (code !== 0) throw new Error(`The packages do not build:\n${output}`)
  minifyStyles(join(ROOT, 'packages/viewer/dist'))
  dropInternalImports(join(ROOT, 'packages/core/dist'))
}

/**
 * Declarations import a module for its side effects only because the source does. TypeScript's older resolution finds no `#name`, so such
 * a line would make the types of the whole entry unusable there.
 */
function dropInternalImports(folder: string): void {
  for (const file of globSync('**/*.d.ts', { cwd: folder })) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    const left = text.replaceAll(/^import '#[^']+';\n/gm, '')
    if (left !== text) writeFileSync(path, left)
  }
}

if (import.meta.main) await buildPackages()
