import { spawn } from 'node:child_process'

/** What a finished process left behind; `code` is null when it was killed. */
export interface Finished {
  code: number | null
  output: string
}

export interface RunOptions {
  cwd?: string
  /** On top of the environment of this process; undefined takes a variable away. */
  env?: Record<string, string | undefined>
  /** Milliseconds after which the process and everything that it started are killed. */
  timeout: number
  /** Gather the output instead of showing it. */
  quiet?: boolean
}

/**
 * Runs a program without a shell or a terminal, in a process group of its own, so that nothing waits for a keypress and
 * a runner that hangs takes its browsers and servers with it. Resolves in every case; the caller looks at `code`.
 */
export function run(command: string, parameters: string[], options: RunOptions): Promise<Finished> {
  const { cwd, env, timeout, quiet = false } = options
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      detached: process.platform !== 'win32',
    })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))

    const kill = (): void => {
      try {
        if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
    const interrupted = (): void => {
      kill()
      process.exit(130)
    }
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    const timer = setTimeout(() => {
      output += `\n${command} took longer than ${timeout / 1000} s and was stopped.`
      if (!quiet) console.error(output)
      kill()
    }, timeout)

    const finish = (code: number | null): void => {
      clearTimeout(timer)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += `\n${command}: ${error.message}`
      if (!quiet) console.error(error.message)
      finish(null)
    })
    child.once('close', finish)
  })
}
