import { expect, test as base } from '@playwright/test'
import { startDemo, type Demo } from './demo.ts'
import { Panel } from './panel.ts'

interface Fixtures {
  panel: Panel
  /** What went wrong in the page's console; a test that expects something names it here. */
  expectedErrors: RegExp[]
}

/** Fast, and slow enough that a stream is seen while it streams. */
const SPEED = 3

export const test = base.extend<Fixtures, { demo: Demo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's dependencies from this pattern
    async ({}, use) => {
      const demo = await startDemo(SPEED)
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // oxlint-disable-next-line no-empty-pattern -- as above
  expectedErrors: async ({}, use) => use([]),

  // Opens the demo, and holds every test to a console without errors.
  page: async ({ page, demo, expectedErrors }, use) => {
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
    await page.goto(demo.url)
    await use(page)
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([])
  },

  panel: async ({ page }, use) => {
    const panel = new Panel(page)
    await expect(panel.region).toBeVisible({ timeout: 30_000 })
    await use(panel)
  },
})

export { expect }
