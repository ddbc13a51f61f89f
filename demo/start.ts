// One command for the whole demo: `pnpm demo` starts the stand-in of the OpenAI API, the dev server of the page, and the
// backend in a process of its own, and stops them together.
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { startStandIn, type StandIn } from 'stand-in'
import { createServer, type ViteDevServer } from 'vite'
import { answer, FLAKY } from './model/answer.ts'
import { apiProxy } from './server/api-proxy.ts'
import { apiOf, standInApi } from './server/api.ts'

const { APPLICATIONINSIGHTS_CONNECTION_STRING: azure, DEMO_MODEL, DEMO_SPEED, DEMO_WATCH, ...environment } = process.env
let standIn: StandIn | undefined
let page: ViteDevServer | undefined
let backend: ChildProcess | undefined
let stopping = false

async function start(): Promise<void> {
  const { values } = parseArgs({
    // pnpm passes a lone `--` on to the script.
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    options: { console: { type: 'boolean', default: false }, port: { type: 'string' } },
  })
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) {
    throw new Error(`--port takes a number, not “${values.port}”.`)
  }
  const speed = Number(DEMO_SPEED || 1)
  const key = `sk-stand-in-${randomBytes(18).toString('base64url')}`
  standIn = await startStandIn({
    apiKey: key,
    speed,
    models: { [FLAKY]: 'gpt-5-mini-2025-08-07' },
    answer: (prompt) => answer(prompt, speed),
  })
  const ownApi = { DEMO_STAND_IN_URL: standIn.baseURL, DEMO_STAND_IN_KEY: key }
  const api = await apiOf({ ...environment, ...ownApi })
  const backendPort = await freePort()

  page = await createServer({
    root: import.meta.dirname,
    configFile: `${import.meta.dirname}/vite.config.ts`,
    configLoader: 'native',
    logLevel: 'warn',
    clearScreen: false,
    define: {
      'import.meta.env.VITE_DEMO_API': JSON.stringify(api.name),
      'import.meta.env.VITE_DEMO_MODEL': JSON.stringify(DEMO_MODEL || 'gpt-5-mini'),
    },
    server: {
      host: '127.0.0.1',
      ...(values.port !== undefined && { port: Number(values.port), strictPort: true }),
      proxy: {
        ...apiProxy('/openai/v1', api),
        // Nobody can order a failure from a real service, so that scene always asks the stand-in.
        ...apiProxy('/stand-in/v1', standInApi(ownApi)),
        '/api': { target: `http://127.0.0.1:${backendPort}` },
      },
      // Tests turn it off: an edit while they run must not reload the page under them.
      ...(DEMO_WATCH === '0' && { watch: null, hmr: false }),
    },
  })
  // Vite ends the process at a SIGTERM, before the backend has stopped.
  process.removeAllListeners('SIGTERM').on('SIGTERM', () => void stop(0))
  await page.listen()
  const url = page.resolvedUrls?.local[0] ?? ''

  // The backend sends its spans to the dev server's receiver, which alone speaks to Azure Monitor.
  const destination = values.console ? { DEMO_CONSOLE: '1' } : { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}__spanlit` }
  backend = fork(`${import.meta.dirname}/server/claims-api.ts`, {
    execArgv: ['--conditions=@spanlit/source'],
    env: { ...environment, ...ownApi, ...destination, ...(DEMO_MODEL && { DEMO_MODEL }), PORT: String(backendPort) },
  })
  backend.once('exit', (code, signal) => {
    if (stopping) return
    console.error(`claims-api has ended by itself (${code ?? signal}). Stopping the demo.`)
    void stop(1)
  })
  await once(backend, 'message')

  console.log(`
  Spanlit demo  ${url}

  Models are ${api.name}${api.kind === 'stand-in' ? ' (set OPENAI_API_KEY for a real one)' : ''}.
  Spans go to ${values.console ? 'the console (backend) and the panel (page)' : 'the panel at the bottom of the page'}${azure ? ', and on to Azure Monitor' : ''}. Ctrl-C stops everything.
`)
}

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  // Whatever hangs, the demo does end, and the backend with it.
  setTimeout(() => process.exit(code), 6000).unref()
  // The backend exports its last spans to the dev server, so it stops first.
  if (backend?.exitCode === null && backend.signalCode === null && backend.kill()) await once(backend, 'exit')
  await page?.close()
  await standIn?.close()
  process.exit(code)
}

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}

process.on('SIGINT', () => void stop(0))
await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return stop(1)
})
