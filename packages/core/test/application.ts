import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What an application imports as `@spanlit/core`. */
export const core: string = pathToFileURL(resolve(import.meta.dirname, '../src/index.ts')).href

/** How an application has ended, and what it printed. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  environment?: Record<string, string>
  /** Options of Node. */
  options?: string[]
  /** Folders of packages that the application has installed. */
  packages?: Record<string, string>
  /** Told what has been printed so far; to send a signal at the right moment. */
  onOutput?: (stdout: string, application: ChildProcess) => void
}

/** Runs an application, an ES module, in a process of its own until it ends. */
export async function runApplication(source: string, run: RunOptions = {}): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'spanlit-application-'))
  try {
    const path = join(folder, 'app.mjs')
    await writeFile(path, source)
    for (const [name, from] of Object.entries(run.packages ?? {})) {
      const installed = join(folder, 'node_modules', name)
      await mkdir(dirname(installed), { recursive: true })
      await symlink(from, installed)
    }
    const child = spawn(process.execPath, ['--conditions=@spanlit/source', ...(run.options ?? []), path], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What a library keeps on disk goes with the folder.
      env: { PATH: process.env.PATH, TMPDIR: folder, ...run.environment },
    })
    const ended: Ended = { code: null, signal: null, stdout: '', stderr: '' }
    child.stdout.on('data', (piece) => {
      ended.stdout += String(piece)
      run.onOutput?.(ended.stdout, child)
    })
    child.stderr.on('data', (piece) => (ended.stderr += String(piece)))
    return await new Promise((done) => {
      child.on('close', (code, signal) => {
        const withoutFolder = (text: string): string => text.replaceAll(folder, '')
        done({ code, signal, stdout: withoutFolder(ended.stdout), stderr: withoutFolder(ended.stderr) })
      })
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}
