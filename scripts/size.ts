/** Measures what a page downloads for each browser entry, against its budget: `pnpm size`. */
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Metafile, build } from 'esbuild'
import { ROOT, buildPackages } from './build.ts'
import { BUDGETS, type Budget } from './size-budgets.ts'

await buildPackages()
const rows = await Promise.all(BUDGETS.map(measure))
console.table(rows.map(({ name, size, limit }) => ({ entry: name, 'kB, minified and gzipped': size, budget: limit })))
for (const { name, size, limit } of rows) {
  if (size <= limit) continue
  console.error(`${name} is ${size} kB; its budget is ${limit} kB (scripts/size-budgets.ts).`)
  process.exitCode = 1
}

async function measure({
  name,
  file,
  external = [],
  limit,
}: Budget): Promise<{ name: string; size: number; limit: number }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['module', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    external,
    write: false,
    metafile: true,
    outdir: 'dist',
  })
  const loaded = loadedAtOnce(metafile, file)
  const bytes = outputFiles
    .filter((output) => loaded.has(output.path))
    .reduce((sum, output) => sum + gzipSync(output.contents, { level: 9 }).length, 0)
  return { name, size: Math.round(bytes / 10) / 100, limit }
}

/** The entry's chunk and those that it imports statically. */
function loadedAtOnce({ outputs }: Metafile, file: string): Set<string> {
  const loaded = new Set<string>()
  const add = (output: string): void => {
    const path = join(ROOT, output)
    if (loaded.has(path)) return
    loaded.add(path)
    for (const chunk of outputs[output]?.imports ?? [])
      if (chunk.kind === 'import-statement' && !chunk.external) add(chunk.path)
  }
  for (const [output, { entryPoint }] of Object.entries(outputs)) if (entryPoint === file) add(output)
  return loaded
}
