import { resolve } from 'node:path'
import { build } from 'esbuild'

/** The core as one module, as a page loads it. */
export async function bundledCore(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, '../../packages/core/src/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@spanlit/source'],
  })
  return outputFiles[0]?.text ?? ''
}
