import { expect, test } from './test.ts'

test.use({ viewport: { width: 900, height: 700 } })

test('in a narrow window the spans are seen while they come, without a click in the panel', async ({ page, panel }) => {
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(panel.row('assess_claims_with_context')).toBeVisible()
  await expect(panel.row('chat gpt-5-mini')).toHaveCount(4)
  await panel.region.getByRole('button', { name: 'Traces', exact: true }).click()
  await expect(panel.traces.first()).toContainText('Check the claims')
})

test('in the narrowest window the page fits, with all three scenes in sight', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  for (const scene of ['Ask the assistant', 'Make a call fail', 'Check claims']) {
    await page.getByRole('link', { name: scene }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  }
})

test('in a narrow window an opened tool call says all that was asked', async ({ page }) => {
  await page.setViewportSize({ width: 380, height: 700 })
  await page.getByRole('link', { name: 'Ask the assistant' }).click()
  await page.getByRole('button', { name: 'How far out can our light be seen' }).click()
  await expect(page.locator('.answer.answered')).toHaveCount(1)
  const call = page.locator('.answer .call').first()
  await call.locator('summary').click()
  const argument = call.locator('.argument')
  await expect(argument).toContainText('height of the lamp above the sea')
  expect(await argument.evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0)
})
