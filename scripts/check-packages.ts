/**
 * Checks the packages as they would be published: `pnpm check:packages`. What publint and Are the Types Wrong say of the
 * tarballs, what is in them, and that an entry which makes no sense in a runtime fails where it is imported rather than
 * when it runs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Platform, build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { ROOT, buildPackages } from './build.ts'
import { type Packed, packPackages } from './pack.ts'
import { run } from './processes.ts'

/** Where each entry may be imported. */
const ENTRIES: Record<string, Platform[]> = {
  '@spanlit/core': ['browser', 'node'],
  '@spanlit/core/openai': ['browser', 'node'],
  '@spanlit/core/realtime': ['browser', 'node'],
  '@spanlit/core/async-context': ['browser', 'node'],
  '@spanlit/core/live': ['browser', 'node'],
  '@spanlit/core/register': ['node'],
  '@spanlit/core/azure': ['node'],
  '@spanlit/dialects': ['browser', 'node'],
  '@spanlit/dialects/all': ['browser', 'node'],
  '@spanlit/viewer': ['browser', 'node'],
  '@spanlit/viewer/define': ['browser', 'node'],
  '@spanlit/viewer/launcher': ['browser', 'node'],
  '@spanlit/collector': ['node'],
  '@spanlit/vite': ['node'],
}

/** What applications of CommonJS modules take as well. */
const FOR_BACKENDS: ReadonlySet<string> = new Set(['@spanlit/core', '@spanlit/collector'])

const problems: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'spanlit-packages-'))
try {
  await buildPackages()
  const packages = await packPackages(join(folder, 'tarballs'))
  for (const { name, tarball } of packages) {
    const before = problems.length
    await unpack({ name, tarball })
    await lint({ name, tarball })
    await checkTypes({ name, tarball })
    await checkContents({ name, tarball })
    console.log(`${problems.length === before ? '✓' : '✗'} ${name}`)
  }
  await checkEntries(packages)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log('The packages are fit to be published.')

async function lint({ name, tarball }: Packed): Promise<void> {
  const bytes = readFileSync(tarball)
  const pack = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) }
  const { messages, pkg } = await publint({ pack, strict: true })
  for (const message of messages) problems.push(`${name}: publint: ${formatMessage(message, pkg) ?? message.code}`)
}

async function checkTypes({ name, tarball }: Packed): Promise<void> {
  const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  // A backend of CommonJS modules may have TypeScript's resolution of old, which knows no exports; at run time Node requires ES modules.
  const accepted = FOR_BACKENDS.has(name) ? ['--ignore-rules', 'cjs-resolves-to-esm'] : ['--profile', 'esm-only']
  const parameters = [attw, tarball, ...accepted, '--no-emoji', '--no-color', '--format', 'ascii']
  const { code, output } = await run(process.execPath, parameters, { timeout: 120_000, quiet: true })
  if (code !== 0) problems.push(`${name}: Are the Types Wrong:\n${output}`)
}

async function checkContents({ name, tarball }: Packed): Promise<void> {
  const { output } = await run('tar', ['-tzf', tarball], { timeout: 30_000, quiet: true })
  const files = output.trim().split('\n')
  const tests = files.filter((file) => /\.(test|spec)\.|\/(test|tests|fixtures)\/|tsbuildinfo/.test(file))
  for (const file of tests) problems.push(`${name}: ${file} is no part of what a user needs`)
  for (const needed of ['package/README.md', 'package/LICENSE', 'package/package.json']) {
    if (!files.includes(needed)) problems.push(`${name}: ${needed} is missing`)
  }
  const manifest = readFileSync(join(installed(name), 'package.json'), 'utf8')
  if (/"(workspace|catalog):/.test(manifest)) problems.push(`${name}: package.json still speaks of the workspace`)
}

/** Every entry is bundled for both platforms from the unpacked tarballs; what is not ours stays outside. */
async function checkEntries(packages: Packed[]): Promise<void> {
  for (const { name } of packages) {
    for (const entry of entriesOf(name)) {
      const allowed = ENTRIES[entry]
      if (!allowed) {
        problems.push(`${entry}: say in scripts/check-packages.ts where this entry may be imported`)
        continue
      }
      for (const platform of ['browser', 'node'] as const) {
        const error = await bundlingError(entry, platform)
        if (allowed.includes(platform) && error) problems.push(`${entry} does not bundle for ${platform}: ${error}`)
        if (!allowed.includes(platform) && !error)
          problems.push(`${entry} can be imported for ${platform}, and must not`)
      }
    }
  }
}

async function bundlingError(entry: string, platform: Platform): Promise<string | undefined> {
  try {
    await build({
      stdin: { contents: `import ${JSON.stringify(entry)}`, resolveDir: folder },
      platform,
      bundle: true,
      write: false,
      format: 'esm',
      logLevel: 'silent',
      plugins: [
        {
          name: 'ours-only',
          setup(bundler) {
            // A Node built-in is not excused: it would break a browser bundle.
            bundler.onResolve({ filter: /^[^./#]/ }, ({ path }) =>
              path.startsWith('@spanlit/') || isBuiltin(path) ? undefined : { path, external: true },
            )
          },
        },
      ],
    })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function unpack({ name, tarball }: Packed): Promise<void> {
  mkdirSync(installed(name), { recursive: true })
  const parameters = ['-xzf', tarball, '-C', installed(name), '--strip-components=1']
  const { code, output } = await run('tar', parameters, { timeout: 30_000, quiet: true })
  if (code !== 0) throw new Error(output)
}

function installed(name: string): string {
  return join(folder, 'node_modules', name)
}

function entriesOf(name: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8'))
  const { exports } = manifest as { exports: Record<string, unknown> }
  return Object.keys(exports)
    .filter((subpath) => !subpath.endsWith('.json'))
    .map((subpath) => name + subpath.slice(1))
}
