import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The engines beside Chromium in which the browser tests run. */
export type OtherBrowser = 'firefox' | 'webkit'

interface Installed {
  /** A variable of the environment that names the program. */
  variable: string
  programs: string[]
  /** How Debian has it. */
  packages: string
}

const INSTALLED: Record<OtherBrowser, Installed> = {
  firefox: { variable: 'SPANLIT_FIREFOX', programs: ['firefox-esr', 'firefox'], packages: 'firefox-esr' },
  webkit: { variable: 'SPANLIT_WEBKIT_DRIVER', programs: ['WebKitWebDriver'], packages: 'webkit2gtk-driver xvfb' },
}

/**
 * The program that runs or drives `browser` on this machine.
 *
 * @throws where there is none, with how to get it.
 */
export function commandOf(browser: OtherBrowser): string {
  const { variable, programs, packages } = INSTALLED[browser]
  const named = process.env[variable]
  const found = named ?? programs.map(onPath).find((path) => path !== undefined)
  if (found && existsSync(found)) return found
  throw new Error(
    `There is no ${named ?? programs[0]} for the tests in ${browser}. On Debian: apt-get install ${packages}. Elsewhere, name the program by ${variable}.`,
  )
}

/** The path of a program that the shell would find. */
export function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path))
}
