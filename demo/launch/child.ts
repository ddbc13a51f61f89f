import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A server that runs as a process of its own. */
export interface Child {
  /** What it said when it was ready. */
  url: string
  /** Ends it and waits for it. */
  stop(): Promise<void>
}

export interface ChildOptions {
  /** How messages name it. */
  name: string
  /** The script, from the demo's folder. */
  script: string
  environment: NodeJS.ProcessEnv
  /** Print what it writes to stdout, as it is. */
  showOutput?: boolean
  /** Called when it ends by itself after it was ready. */
  onCrash(message: string): void
}

const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 4000

/** Starts a script and resolves when it has reported that it is ready. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name } = options
  const child = spawn(
    process.execPath,
    ['--conditions=@spanlit/source', fileURLToPath(new URL(`../${options.script}`, import.meta.url))],
    {
      env: options.environment,
      // By the fourth, the channel, it reports that it is ready, and notices when this process is gone.
      stdio: ['ignore', options.showOutput ? 'inherit' : 'ignore', 'pipe', 'ipc'],
    },
  )
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => console.error(`[${name}] ${line}`))
  }
  let stopping = false
  const stop = async (): Promise<void> => {
    stopping = true
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(force)
  }

  const ready = new Promise<string>((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message) resolve(String(message.ready))
    })
  })
  const url = await Promise.race([
    ready,
    ended.then(([code, signal]) => {
      throw new Error(`${name} ended before it was ready (${code ?? signal}).`)
    }),
    sleep(START_TIMEOUT_MS, undefined, { ref: false }),
  ])
  if (url === undefined) {
    await stop()
    throw new Error(`${name} was not ready after ${START_TIMEOUT_MS / 1000} s.`)
  }
  void ended.then(([code, signal]) => {
    if (!stopping) options.onCrash(`${name} has ended by itself (${code ?? signal}).`)
  })
  return { url, stop }
}
