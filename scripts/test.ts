/**
 * `pnpm test`: everything, on a machine that has nothing. Finds or installs a browser, finds or builds the OpenTelemetry Collector, runs the
 * suites in Node and in Chromium, builds the packages, runs the end-to-end tests, and ends with one line of what passed and what failed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, buildPackages } from './build.ts'
import { ensureChromium } from './browser.ts'
import { ensureOtelcol } from './otelcol.ts'
import { run } from './processes.ts'
import { type Count, add, countPlaywright, countVitest, summary } from './reports.ts'

const REPORTS = join(ROOT, 'node_modules/.cache/reports')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const PLAYWRIGHT = join(ROOT, 'node_modules/@playwright/test/cli.js')
/**
 * Milliseconds for both runners, and the most that the first may take of it. Two quiet cores need about five minutes; the limit
 * only ends what hangs.
 */
const BOTH = 1_500_000
const FIRST = 900_000
const began = Date.now()

/** Beside the unit tests, which do not need it. */
const otelcol = ensureOtelcol()

const result = add([await unitTests(), await endToEndTests()])
if (result.failures.length > 0) console.log(`\nFailed:\n${result.failures.map((failure) => `  ${failure}`).join('\n')}`)
console.log(`\n${summary(result)}`)
process.exitCode = result.failed > 0 ? 1 : 0

async function unitTests(): Promise<Count> {
  const report = reportPath('vitest')
  const parameters = [VITEST, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return stage('The unit tests', async () => {
    ensureChromium()
    const { code } = await run(process.execPath, parameters, { cwd: ROOT, timeout: FIRST })
    return outcome('vitest', code, report, countVitest)
  })
}

async function endToEndTests(): Promise<Count> {
  const report = reportPath('playwright')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_HTML_OPEN: 'never' }
  return stage('The end-to-end tests', async () => {
    await buildPackages()
    await otelcol
    const parameters = [PLAYWRIGHT, 'test', '--reporter=list,json']
    const { code } = await run(process.execPath, parameters, { cwd: ROOT, env, timeout: BOTH - (Date.now() - began) })
    return outcome('playwright', code, report, countPlaywright)
  })
}

/** A stage that could not run at all is one failure, and the other stage still runs. */
async function stage(name: string, work: () => Promise<Count>): Promise<Count> {
  try {
    return await work()
  } catch (error) {
    console.error(error)
    return oneFailure(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What the report says, unless the runner's exit code or its silence says worse. */
function outcome(runner: string, code: number | null, report: string, read: (report: unknown) => Count): Count {
  if (!existsSync(report)) return oneFailure(`${runner} left no report; it ended with ${code ?? 'a signal'}`)
  const count = read(JSON.parse(readFileSync(report, 'utf8')))
  if (count.passed + count.failed === 0) return oneFailure(`${runner} ran no test`)
  if (code !== 0 && count.failed === 0) {
    return add([count, oneFailure(`${runner} exited with ${code ?? 'a signal'} although no test failed; see above`)])
  }
  return count
}

function oneFailure(failure: string): Count {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure] }
}

/** An old report must never be taken for the new one. */
function reportPath(runner: string): string {
  mkdirSync(REPORTS, { recursive: true })
  const path = join(REPORTS, `${runner}.json`)
  rmSync(path, { force: true })
  return path
}
