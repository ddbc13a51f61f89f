import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What is built stays there, once for each working copy. It is fetched from PyPI and the Go module proxy. */
const cache = join(import.meta.dirname, '../node_modules/.cache/programs')

/** A program in another language; or why it can't be had here. */
export type Program = { command: string; parameters: string[] } | { missing: string }

async function prepare(language: string, make: () => Promise<Program>): Promise<Program> {
  try {
    await mkdir(cache, { recursive: true })
    return await make()
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string }
    const reason = code === 'ENOENT' ? 'it is not installed' : stderr.trim().split('\n').at(-1) || message
    return { missing: `${language}: ${reason}` }
  }
}

/** A script of Python in `test/<path>`, with what the requirements.txt beside it names, in an environment of its own. */
export function preparePython(path: string, script: string): Promise<Program> {
  return prepare('Python', async () => {
    const environment = join(cache, path, 'python')
    const python = join(environment, 'bin/python')
    const source = join(import.meta.dirname, path)
    if (!existsSync(python)) await run('python3', ['-m', 'venv', environment])
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', join(source, 'requirements.txt')])
    return { command: python, parameters: [join(source, script)] }
  })
}

/** The program of Go in `test/<path>`. */
export function prepareGo(path: string): Promise<Program> {
  return prepare('Go', async () => {
    const command = join(cache, path, 'program')
    await run('go', ['build', '-o', command, '.'], { cwd: join(import.meta.dirname, path) })
    return { command, parameters: [] }
  })
}
