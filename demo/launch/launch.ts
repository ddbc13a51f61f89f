import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'

import { createServer as createViteServer } from 'vite'

import { apiOf } from '../server/api.ts'
import { startChild, type Child } from './child.ts'
import { readOptions, USAGE, type LaunchOptions } from './options.ts'
import { anyPort, pagePort } from './ports.ts'

const END_TIMEOUT_MS = 8000

/** Starts everything, prints where it is, and stops it again by Ctrl-C, SIGTERM, or when a part of it crashes. */
export async function launch(args: string[]): Promise<void> {
  const running: { stop(): Promise<void> }[] = []
  let ending: Promise<void> | undefined
  const end = (code: number): Promise<void> => {
    ending ??= (async () => {
      // Whatever hangs, the demo does end; its children end with it.
      setTimeout(() => process.exit(code), END_TIMEOUT_MS).unref()
      // The newest first: the backend flushes its spans to the dev server, which must still be there.
      for (const part of running.toReversed()) await part.stop().catch((error: unknown) => console.error(error))
      process.exit(code)
    })()
    return ending
  }
  let interrupts = 0
  const interrupt = (): void => {
    interrupts += 1
    if (interrupts > 1) process.exit(130)
    void end(0)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)

  try {
    const options = readOptions(args)
    if (options === 'help') {
      console.log(USAGE)
      return
    }
    const onCrash = (message: string): void => {
      if (ending) return
      console.error(`${message} Stopping the demo.`)
      void end(1)
    }
    await startAll(options, running, onCrash)
  } catch (error) {
    if (ending) return
    console.error(error instanceof Error ? error.message : error)
    await end(1)
  }
}

async function startAll(
  options: LaunchOptions,
  running: { stop(): Promise<void> }[],
  onCrash: (message: string) => void,
): Promise<void> {
  const started = async (child: Promise<Child>): Promise<Child> => {
    const ready = await child
    running.push(ready)
    return ready
  }
  const port = await pagePort(options.port)

  const standInKey = `sk-stand-in-${randomBytes(18).toString('base64url')}`
  const standIn = await started(
    startChild({
      name: 'openai-stand-in',
      script: 'server/openai-stand-in.ts',
      environment: { ...process.env, PORT: '0', DEMO_STAND_IN_KEY: standInKey },
      onCrash,
    }),
  )
  const claimsPort = await anyPort()
  // Read by vite.config.ts, which Vite loads into this process.
  process.env['DEMO_STAND_IN_URL'] = standIn.url
  process.env['DEMO_STAND_IN_KEY'] = standInKey
  process.env['DEMO_BACKEND_URL'] = `http://127.0.0.1:${claimsPort}`
  const api = await apiOf(process.env)

  const page = await startPage(port)
  running.push(page)
  await started(
    startChild({
      name: 'claims-api',
      script: 'server/claims-api.ts',
      environment: backendEnvironment(claimsPort, page.url, options.console),
      showOutput: options.console,
      onCrash,
    }),
  )

  const azure = process.env['APPLICATIONINSIGHTS_CONNECTION_STRING'] ? ', and on to Azure Monitor' : ''
  console.log(`
  Spanlit demo  ${page.url}

  Models are ${api.name}${api.kind === 'stand-in' ? ' (set OPENAI_API_KEY for a real one)' : ''}.
  Spans go to ${options.console ? 'the console (backend) and the panel (page)' : 'the panel at the bottom of the page'}${azure}. Ctrl-C stops everything.
`)
}

async function startPage(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const before = process.listeners('SIGTERM')
  const server = await createViteServer({
    root,
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    configLoader: 'native',
    logLevel: 'warn',
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      // Tests turn it off: an edit while they run must not reload the page under them.
      ...(process.env['DEMO_WATCH'] === '0' && { watch: null, hmr: false }),
    },
  })
  await server.listen()
  // Vite ends the process at a SIGTERM, before the other parts have stopped; that is this command's task.
  for (const listener of process.listeners('SIGTERM')) {
    if (!before.includes(listener)) process.off('SIGTERM', listener)
  }
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() }
}

/** The backend sends its spans to the dev server's receiver, which alone speaks to Azure Monitor. */
function backendEnvironment(port: number, pageUrl: string, toConsole: boolean): NodeJS.ProcessEnv {
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: _, ...environment } = process.env
  return {
    ...environment,
    PORT: String(port),
    ...(toConsole ? { DEMO_CONSOLE: '1' } : { OTEL_EXPORTER_OTLP_ENDPOINT: `${pageUrl}__spanlit` }),
  }
}
