/**
 * Which OpenTelemetry Collector the tests run: the one that `OTELCOL` names, else one that was built before, else one that the Collector
 * Builder builds where Go is installed. `node scripts/otelcol.ts` does that by hand, and prints where it is.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './processes.ts'

const PARTS = fileURLToPath(import.meta.resolve('../packages/collector/opentelemetry-collector/builder.yaml'))
/** In the version of the parts that builder.yaml names. */
const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.159.0'
/** What is built stays, in the place for such things of the user's: two quiet cores need three minutes. */
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'spanlit')
const TIMEOUT = 900_000

/** What the tests say where there is none. */
export const ADVICE =
  'Install Go and run `node scripts/otelcol.ts`, or set OTELCOL to an otelcol-contrib or to a Collector that was built from packages/collector/opentelemetry-collector/builder.yaml.'

/** The path of a Collector on this machine, or undefined. */
export function findOtelcol(): string | undefined {
  const named = process.env['OTELCOL']
  if (named) {
    if (!existsSync(named)) throw new Error(`OTELCOL is ${named}, and there is no such file.`)
    return named
  }
  const built = builtPath()
  return existsSync(built) ? built : undefined
}

/**
 * The path of a Collector, built first when there is none; from then on `OTELCOL` names it to child processes.
 *
 * @returns undefined where there is none and none can be built, which the console is told
 */
export async function ensureOtelcol(): Promise<string | undefined> {
  const path = findOtelcol() ?? (await build())
  if (path) process.env['OTELCOL'] = path
  return path
}

function builtPath(): string {
  const parts = createHash('sha256').update(readFileSync(PARTS)).digest('hex').slice(0, 12)
  return join(CACHE, `otelcol-${parts}`)
}

async function build(): Promise<string | undefined> {
  if (spawnSync('go', ['version']).status !== 0) return missing('Go is not installed')
  console.log('Building the OpenTelemetry Collector for its tests, which takes some minutes once.')
  const path = builtPath()
  const folder = `${path}-${process.pid}`
  mkdirSync(folder, { recursive: true })
  const go = ['go', 'run', BUILDER, `--config=${PARTS}`] as const
  // Beside the other tests, and not in their way.
  const [command, ...parameters] = process.platform === 'win32' ? go : (['nice', '-n', '10', ...go] as const)
  const env = { GOFLAGS: `${process.env['GOFLAGS'] ?? ''} -buildvcs=false`.trim() }
  try {
    const { code, output } = await run(command, parameters, { cwd: folder, env, timeout: TIMEOUT, quiet: true })
    const built = join(folder, '_build/otelcol-spanlit')
    if (code !== 0 || !existsSync(built)) return missing(`it could not be built:\n${output.slice(-2000)}\n`)
    renameSync(built, path)
    return path
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function missing(why: string): undefined {
  console.log(`The tests of the OpenTelemetry Collector will be skipped: ${why}. ${ADVICE}`)
  return undefined
}

if (import.meta.main) console.log(await ensureOtelcol())
