import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'

const CONFIGURATION = resolve(import.meta.dirname, '../../packages/collector/opentelemetry-collector')

/** What gateway.yaml, and what is added to it, take from the environment. */
export interface GatewayOptions {
  binary: string
  /** Further files, by name, without the ending. */
  added?: string[]
  env: Record<string, string>
  queueDirectory: string
}

/** The real OpenTelemetry Collector, with the configuration as it is shipped. */
export interface Gateway {
  /** What senders take as their endpoint. */
  readonly url: string
  /** Ends it at once, without a word. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startGateway({ binary, added = [], env, queueDirectory }: GatewayOptions): Promise<Gateway> {
  const files = ['gateway', ...added].map((name) => resolve(CONFIGURATION, `${name}.yaml`))
  return startCollector(binary, files, { QUEUE_DIRECTORY: queueDirectory, ...env })
}

/** A router by router.yaml, or by what a test has made of it. */
export function startRouter(binary: string, file: string, env: Record<string, string>): Promise<Gateway> {
  return startCollector(binary, [file], env)
}

async function startCollector(binary: string, files: readonly string[], env: Record<string, string>): Promise<Gateway> {
  const [port, healthPort, metricsPort] = [await freePort(), await freePort(), await freePort()]
  const child = spawn(
    binary,
    files.map((file) => `--config=${file}`),
    {
      env: {
        OTLP_ENDPOINT: `127.0.0.1:${port}`,
        HEALTH_ENDPOINT: `127.0.0.1:${healthPort}`,
        METRICS_PORT: String(metricsPort),
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let log = ''
  child.stderr.on('data', (text: Buffer) => (log += text.toString()))
  await healthy(child, `http://127.0.0.1:${healthPort}/`, () => log)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return { url: `http://127.0.0.1:${port}`, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

async function healthy(child: ChildProcess, url: string, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The Collector has ended with ${child.exitCode}:\n${log()}`)
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((wait) => setTimeout(wait, 50))
  }
}

/** One that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
