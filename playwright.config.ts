import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './scripts/browser.ts'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // A folder's specs share what they start, so they stay in one worker.
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  // A busy machine may take longer than any wait; what fails twice has failed.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions: { args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) },
    viewport: { width: 1360, height: 900 },
    // A trace of each action makes a test twice as long; ask for it by --trace on.
    screenshot: 'only-on-failure',
  },
})
