/** Reads what the test runners report of themselves as JSON, and adds it up. */

export interface Count {
  passed: number
  failed: number
  skipped: number
  /** What failed, one line each. */
  failures: string[]
}

interface VitestReport {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: { message?: string }[]
  suites: PlaywrightSuite[]
}
interface PlaywrightSuite {
  title: string
  specs: { title: string; ok: boolean; file: string }[]
  suites?: PlaywrightSuite[]
}

/** A file that could not even be loaded has no test that failed, so it counts as one failure itself. */
export function countVitest(report: unknown): Count {
  const count: Count = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const file of (report as VitestReport).testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    count.passed += file.assertionResults.filter((test) => test.status === 'passed').length
    count.failed += failed.length
    count.skipped += file.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed').length
    for (const test of failed) count.failures.push(line(file.name, test.fullName, test.failureMessages?.[0]))
    if (file.status === 'failed' && failed.length === 0) {
      count.failed += 1
      count.failures.push(line(file.name, 'the file failed', file.message))
    }
  }
  return count
}

/** A test that passed only when it was tried again is a pass to Playwright, and is so here. */
export function countPlaywright(report: unknown): Count {
  const { stats, errors, suites } = report as PlaywrightReport
  const failures = suites
    .flatMap(specsOf)
    .filter((spec) => !spec.ok)
    .map((spec) => line(spec.file, spec.title))
  // Errors outside any test: a config or a spec file that does not load.
  for (const error of errors) failures.push(line('playwright', 'outside any test', error.message))
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures,
  }
}

export function add(counts: Count[]): Count {
  return {
    passed: counts.reduce((sum, count) => sum + count.passed, 0),
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
    skipped: counts.reduce((sum, count) => sum + count.skipped, 0),
    failures: counts.flatMap((count) => count.failures),
  }
}

/** The line that `pnpm test` and `.ci/run` end with. */
export function summary({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function specsOf(suite: PlaywrightSuite): PlaywrightSuite['specs'] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

function line(file: string, title: string, message = ''): string {
  const reason = message.trim().split('\n')[0]
  return `${file} › ${title}${reason ? `: ${reason}` : ''}`
}
