import { expect, test } from './test.ts'

test('the panel is open at first, and its shortcut closes and opens it', async ({ page, panel }) => {
  await page.keyboard.press('Alt+Shift+S')
  await expect(panel.region).toHaveCount(0)
  await page.getByLabel('Claim 1', { exact: true }).focus()
  await page.keyboard.press('Alt+Shift+S')
  await expect(panel.region).toBeVisible()
})

test('a reload keeps the traces, and the page works on', async ({ page, panel }) => {
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(page.locator('.chip.open')).toHaveText(/NEE/)
  await panel.settled()
  const before = await panel.countTraces()
  await page.reload()
  await expect.poll(() => panel.countTraces()).toBe(before)
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(page.locator('.chip.open')).toHaveText(/NEE/)
  await expect.poll(() => panel.countTraces()).toBe(before + 1)
})

test('what was cleared stays cleared after a reload, and what is traced then is shown', async ({ page, panel }) => {
  const check = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Check the claims' }).click()
    await expect(page.locator('.chip.open')).toHaveText(/NEE/)
    await panel.settled()
  }
  await check()
  await panel.region.getByRole('button', { name: 'Clear all traces' }).click()
  await page.reload()
  await expect(panel.region).toContainText('Connected. No spans yet.')
  // What is replayed comes before what is new.
  await check()
  await expect.poll(() => panel.countTraces()).toBe(1)
  await page.reload()
  await expect.poll(() => panel.countTraces()).toBe(1)
})

test('nothing of the page stays hidden behind the panel', async ({ page, panel }) => {
  for (const size of [
    { width: 1360, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    await page.locator('.foot').scrollIntoViewIfNeeded()
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    const top = (await panel.region.boundingBox())?.y ?? 0
    const foot = await page.locator('.foot').boundingBox()
    expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual(top + 1)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
  }
})

test('the page has room beside the panel, too', async ({ page, panel }) => {
  await panel.region.getByRole('button', { name: /right/i }).click()
  await expect.poll(async () => (await panel.region.boundingBox())?.x ?? 0).toBeGreaterThan(600)
  const { x: left } = (await panel.region.boundingBox()) ?? { x: 0 }
  await expect.poll(async () => (await page.locator('demo-app > .bar').boundingBox())?.width).toBeLessThanOrEqual(left)
  const api = await page.locator('.api').boundingBox()
  const scenes = await page.locator('.scenes').boundingBox()
  if (!api || !scenes) throw new Error('The header is not there')
  const overlaps = api.x < scenes.x + scenes.width && api.y < scenes.y + scenes.height && scenes.y < api.y + api.height
  expect(overlaps).toBe(false)
})

test('no key reaches the page', async ({ browser, demo }) => {
  // A browser that has nothing in its cache, so that all is sent.
  const page = await (await browser.newContext()).newPage()
  const seen: Promise<string>[] = []
  page.on('response', (response) => {
    // The live stream never ends, so its text cannot be waited for.
    if (!response.url().endsWith('/live')) seen.push(response.text().catch(() => ''))
  })
  await page.goto(`${demo.url}#assistant`)
  const asked = page.waitForRequest(/\/openai\/v1\/chat\/completions/)
  await page.getByRole('button', { name: 'When does the supply boat' }).click()
  expect((await asked).headers()['authorization']).toBe('Bearer added-by-the-dev-server')
  await expect(page.locator('.answer.answered')).toHaveCount(1)
  const texts = (await Promise.all(seen)).join('\n')
  await page.context().close()
  expect(texts.includes('assess-claims')).toBe(true)
  expect(texts.includes('sk-stand-in-')).toBe(false)
})
