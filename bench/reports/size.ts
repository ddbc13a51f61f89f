import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const FOLDER = join(import.meta.dirname, '..')
const ENTRIES = [
  { name: '@spanlit/core/openai, every operation', module: '@spanlit/core/openai', folder: FOLDER },
  { name: '@langfuse/openai', module: '@langfuse/openai', folder: join(FOLDER, 'peers') },
]

/** What a page downloads for the instrumentation, `@opentelemetry/api` not counted: every tracer needs it. */
export async function reportSize(): Promise<void> {
  console.log('\nIn a page: minified and gzipped, without @opentelemetry/api')
  const rows: Record<string, string>[] = []
  for (const { name, module, folder } of ENTRIES)
    rows.push({ entry: name, kB: (await sizeOf(module, folder)).toFixed(2) })
  console.table(rows)
}

/** Kilobytes of 1,000 bytes. */
async function sizeOf(module: string, resolveDir: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${module}'`, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@spanlit/source', 'module', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['@opentelemetry/api'],
    write: false,
  })
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length / 1000
}
