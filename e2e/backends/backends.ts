/**
 * The real backends that the tests send spans to: Arize Phoenix and MLflow, as Python packages. `SPANLIT_BACKENDS` names a Python environment
 * that has them; otherwise one is made in the user's cache, which takes some minutes once.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'spanlit/backends')
const PACKAGES = ['arize-phoenix', 'mlflow']
const START_MILLISECONDS = 180_000

/** The folder of a Python environment with both backends; undefined where none can be had, which the console says. */
export function ensureEnvironment(): string | undefined {
  const named = process.env['SPANLIT_BACKENDS']
  const folder = named ?? CACHE
  if (existsSync(join(folder, 'bin/phoenix')) && existsSync(join(folder, 'bin/mlflow'))) return folder
  const advice =
    'Install Python 3.10 or newer, or set SPANLIT_BACKENDS to an environment with arize-phoenix and mlflow.'
  if (named) return missing(`${named} has no phoenix and mlflow. ${advice}`)
  console.log('Installing Arize Phoenix and MLflow for their tests, which takes some minutes once.')
  if (spawnSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' }).status !== 0) {
    return missing(`python3 made no environment. ${advice}`)
  }
  const { status } = spawnSync(join(folder, 'bin/pip'), ['install', '--quiet', ...PACKAGES], { stdio: 'inherit' })
  return status === 0 ? folder : missing(`pip could not install them. ${advice}`)
}

function missing(why: string): undefined {
  console.log(`The tests of other backends are skipped: ${why}`)
  return undefined
}

/** A backend that runs. */
export interface Backend {
  /** The base URL of its OTLP receiver and of its API. */
  url: string
  stop(): void
}

/** Starts Phoenix with a database of its own. */
export function startPhoenix(environment: string): Promise<Backend> {
  return start(environment, 'phoenix', (port, folder) => ({
    parameters: ['serve'],
    variables: {
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: String(port + 1),
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_WORKING_DIR: folder,
      PHOENIX_TELEMETRY_ENABLED: 'false',
    },
    ready: '/healthz',
  }))
}

/** Starts an MLflow tracking server with a database of its own. */
export function startMlflow(environment: string): Promise<Backend> {
  return start(environment, 'mlflow', (port, folder) => ({
    parameters: [
      'server',
      `--backend-store-uri=sqlite:///${join(folder, 'mlflow.db')}`,
      `--default-artifact-root=${join(folder, 'artifacts')}`,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--workers=1',
    ],
    variables: { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' },
    ready: '/health',
  }))
}

interface Launch {
  parameters: string[]
  variables: Record<string, string>
  /** A path that answers when the backend is ready. */
  ready: string
}

async function start(
  environment: string,
  program: string,
  describe: (port: number, folder: string) => Launch,
): Promise<Backend> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), `spanlit-${program}-`))
  const { parameters, variables, ready } = describe(port, folder)
  const bin = join(environment, 'bin')
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, ...variables }
  const child = spawn(join(bin, program), parameters, { cwd: folder, env, stdio: 'pipe', detached: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
  const url = `http://127.0.0.1:${port}`
  const stop = (): void => {
    kill(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const end = Date.now() + START_MILLISECONDS
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(url + ready).catch(() => undefined)
    if (answer?.ok) return { url, stop }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  stop()
  throw new Error(`${program} did not start:\n${output.slice(-3000)}`)
}

/** With the workers that it has started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    // It has ended meanwhile.
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}
