/**
 * `pnpm test:browsers`: the browser suites of core, the dialects and the viewer, in Firefox and in WebKit as this machine's distribution has them.
 * `pnpm test:browsers firefox` runs one of them. What is missing is said with how to get it, and counts as a failure.
 */
import { join } from 'node:path'
import { ROOT } from './build.ts'
import { type OtherBrowser, commandOf, onPath } from './other-browsers/commands.ts'
import { run } from './processes.ts'

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const BROWSERS: OtherBrowser[] = ['firefox', 'webkit']
const TIMEOUT = 900_000

const wanted = process.argv.slice(2)
for (const browser of BROWSERS.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  try {
    await testIn(browser)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

async function testIn(browser: OtherBrowser): Promise<void> {
  commandOf(browser)
  console.log(`\n── ${browser}`)
  const vitest = [
    process.execPath,
    VITEST,
    'run',
    '--project=core-browser',
    '--project=dialects-browser',
    '--project=viewer-browser',
  ]
  const [command, ...parameters] = [...(needsDisplay(browser) ? virtualDisplay() : []), ...vitest]
  const env = { SPANLIT_TEST_BROWSER: browser }
  const { code } = await run(command as string, parameters, { cwd: ROOT, env, timeout: TIMEOUT })
  if (code !== 0) throw new Error(`The tests in ${browser} failed.`)
}

/** WebKitGTK draws in a window; Firefox has a headless mode. */
function needsDisplay(browser: OtherBrowser): boolean {
  return browser === 'webkit' && process.platform === 'linux' && !process.env['DISPLAY']
}

function virtualDisplay(): string[] {
  if (!onPath('xvfb-run')) throw new Error('There is no display for WebKit. On Debian: apt-get install xvfb.')
  return ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1920x1200x24']
}
