/**
 * Which Chromium the tests drive. Playwright's own is taken where it is installed, because it is the version that
 * Playwright is tested with; else the system's; else `ensureChromium` installs one, so that a fresh machine needs no
 * step by hand.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

/** Names under which distributions install Chromium; Chrome itself is as good for the tests. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of a Chromium on this machine, or undefined. `SPANLIT_CHROMIUM` in the environment wins. */
export function findChromium(): string | undefined {
  const named = process.env['SPANLIT_CHROMIUM']
  if (named) {
    if (!existsSync(named)) throw new Error(`SPANLIT_CHROMIUM is ${named}, and there is no such file.`)
    return named
  }
  const own = chromium.executablePath()
  if (own && existsSync(own)) return own
  return onPath(COMMANDS) ?? MAC_APPS.find((path) => existsSync(path))
}

/**
 * The path of a Chromium, installed first when there is none; from then on `SPANLIT_CHROMIUM` names it to child
 * processes.
 *
 * @throws when none could be installed, with what to do.
 */
export function ensureChromium(): string {
  const path = findChromium() ?? installChromium()
  process.env['SPANLIT_CHROMIUM'] = path
  return path
}

/** Chromium's sandbox refuses to start for root, which is who one is in most containers. */
export function chromiumArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function installChromium(): string {
  const debianRoot = process.getuid?.() === 0 && onPath(['apt-get']) !== undefined
  if (debianRoot) {
    console.log('No Chromium on this machine: installing the system’s package `chromium` for the browser tests.')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' })
  }
  let path = findChromium()
  if (!path) {
    console.log('No Chromium on this machine: installing Playwright’s for the browser tests.')
    const playwright = join(import.meta.dirname, '../node_modules/playwright/cli.js')
    // Its libraries come with it only where they may be installed.
    run(process.execPath, [playwright, 'install', ...(debianRoot ? ['--with-deps'] : []), 'chromium'])
    path = findChromium()
  }
  if (path) return path
  throw new Error(
    'The tests need a Chromium, and none could be installed. Install Chromium or Chrome, or set SPANLIT_CHROMIUM to its path.',
  )
}

/** Runs an installer with its output shown; a failure is reported by what is then still missing. */
function run(command: string, parameters: string[], environment: Record<string, string> = {}): void {
  spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    timeout: 180_000,
  })
}

function onPath(commands: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
