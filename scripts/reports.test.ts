import { expect, test } from 'vitest'
import { add, countPlaywright, countVitest, summary } from './reports.ts'

const none = { passed: 0, failed: 0, skipped: 0, failures: [] }
const test1 = { fullName: 'a span ends once', failureMessages: null }

test('the last line counts passed and failed tests, and names skipped ones only when there are any', () => {
  expect(summary({ ...none, passed: 12 })).toBe('12 passed, 0 failed')
  expect(summary({ ...none, passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped')
})

test('a failed unit test is named with its file and the first line of its reason', () => {
  const assertionResults = [
    { ...test1, status: 'passed' },
    { fullName: 'a stream is observed', status: 'failed', failureMessages: ['expected 1 to be 2\n  at stack'] },
    { ...test1, status: 'pending' },
  ]
  const report = { testResults: [{ name: 'stream.test.ts', status: 'failed', message: '', assertionResults }] }
  expect(countVitest(report)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: ['stream.test.ts › a stream is observed: expected 1 to be 2'],
  })
})

test('a test file that does not load counts as a failure, not as nothing', () => {
  const report = {
    testResults: [{ name: 'a.test.ts', status: 'failed', message: 'Cannot find x', assertionResults: [] }],
  }
  expect(countVitest(report)).toMatchObject({
    passed: 0,
    failed: 1,
    failures: ['a.test.ts › the file failed: Cannot find x'],
  })
})

test('end-to-end results are added to the unit tests, nested suites and errors outside tests included', () => {
  const failing = { title: 'the page opens', ok: false, file: 'demo.spec.ts' }
  const report = {
    stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [{ message: 'no config' }],
    suites: [{ title: 'demo', specs: [], suites: [{ title: 'scenes', specs: [failing] }] }],
  }
  expect(add([{ ...none, passed: 10 }, countPlaywright(report)])).toEqual({
    passed: 14,
    failed: 2,
    skipped: 2,
    failures: ['demo.spec.ts › the page opens', 'playwright › outside any test: no config'],
  })
})
