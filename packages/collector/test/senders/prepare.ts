import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Built once a machine; what is fetched comes from PyPI and the Go module proxy. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/senders')

/** A program that sends one span, one log record and one measurement; or why it can't be had here. */
export type Sender = { command: string; parameters: string[] } | { missing: string }

async function prepare(what: string, make: () => Promise<Sender>): Promise<Sender> {
  try {
    await mkdir(cache, { recursive: true })
    return await make()
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string }
    const reason = code === 'ENOENT' ? 'it is not installed' : stderr.trim().split('\n').at(-1) || message
    return { missing: `${what}: ${reason}` }
  }
}

/** OpenTelemetry's SDK for Python, in an environment of its own. */
export function preparePython(): Promise<Sender> {
  return prepare('Python', async () => {
    const environment = join(cache, 'python')
    const python = join(environment, 'bin/python')
    const source = join(import.meta.dirname, 'python')
    if (!existsSync(python)) await run('python3', ['-m', 'venv', environment])
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', join(source, 'requirements.txt')])
    return { command: python, parameters: [join(source, 'send.py')] }
  })
}

/** OpenTelemetry's SDK for Go. */
export function prepareGo(): Promise<Sender> {
  return prepare('Go', async () => {
    const command = join(cache, 'go-sender')
    await run('go', ['build', '-o', command, '.'], { cwd: join(import.meta.dirname, 'go') })
    return { command, parameters: [] }
  })
}
