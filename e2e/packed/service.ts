import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { PLAIN } from './fresh-app.ts'

/** A program that keeps running: a dev server, a collector. */
export interface Service {
  /** Where it said that it listens, without a slash at the end. */
  url: string
  stop(): Promise<void>
}

/** Starts a Node program and waits until it prints the URL that it listens on. */
export async function startService(app: string, parameters: string[], env: Record<string, string>): Promise<Service> {
  const child = spawn(process.execPath, parameters, {
    cwd: app,
    env: { ...process.env, ...PLAIN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (): void => reject(new Error(`${parameters.join(' ')} printed no URL:\n${output}`))
      const timer = setTimeout(fail, 30_000)
      void exited.then(fail)
      const read = (chunk: Buffer): void => {
        output += stripVTControlCharacters(chunk.toString())
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
        if (!found) return
        clearTimeout(timer)
        resolve(found)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
    })
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exited
  }
}
