/**
 * The pictures of the README, from the demo as it runs: `node --conditions=@spanlit/source scripts/screenshots.ts URL`, with the URL
 * that `pnpm demo` printed.
 */
import { join } from 'node:path'
import { chromium } from 'playwright'
import { chromiumArguments, findChromium } from './browser.ts'

const url = process.argv[2]
if (!url) throw new Error('Give the URL that `pnpm demo` has printed.')
const folder = join(import.meta.dirname, '../docs/images')
const executablePath = findChromium()
const browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) })
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, deviceScaleFactor: 1.5, colorScheme })
  await page.goto(url)
  // What the backend has told of the picture before.
  const clear = page.getByRole('button', { name: 'Clear all traces' })
  if (await clear.isEnabled()) await clear.click()
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await page.getByRole('row', { name: /chat/ }).nth(2).waitFor({ timeout: 20_000 })
  // In the middle of the third call: two verdicts are there, and one bar grows.
  await page.waitForTimeout(350)
  await page.screenshot({ path: join(folder, `demo-${colorScheme}.png`) })
  await page.close()
}
await browser.close()
