import { traceIdsOf } from './panel.ts'
import { expect, test } from './test.ts'

const MODEL = 'gpt-5-mini'

test('claims are checked by the backend, as one tree from the click to each call of the model', async ({
  page,
  panel,
  demo,
}) => {
  await page.getByRole('button', { name: 'Check the claims' }).click()
  // The verdicts come one by one, and the panel shows the running trace meanwhile.
  await page.waitForFunction(
    () => {
      const verdicts = document.querySelectorAll('.chip.good, .chip.bad, .chip.open').length
      return verdicts > 0 && verdicts < 4
    },
    undefined,
    { polling: 'raf' },
  )
  await expect(panel.traces.first()).toContainText('Check the claims')
  await expect(page.locator('.chip.good, .chip.bad, .chip.open')).toHaveText([/True/, /False/, /True/, /NEE/])
  await panel.settled()

  await expect
    .poll(() => panel.tree())
    .toEqual([
      { level: 1, name: 'click Check the claims' },
      { level: 2, name: 'POST' },
      { level: 3, name: 'POST /api/assess-claims' },
      { level: 4, name: 'assess_claims_with_context' },
      { level: 5, name: 'embeddings text-embedding-3-small' },
      ...Array.from({ length: 4 }, () => ({ level: 5, name: `chat ${MODEL}` })),
    ])

  await panel.row('assess_claims_with_context').click()
  await panel.tab('Attributes')
  await expect(panel.detail).toContainText('operation.claims_count')

  await panel.row(`chat ${MODEL}`).first().click()
  await panel.tab('Messages')
  await expect(panel.detail).toContainText('Honey can stay edible for thousands of years.')
  await expect(panel.detail).toContainText('True')

  const traceId = (await traceIdsOf(page)).at(-1)
  const arrived = await demo.azure.waitFor(
    ({ tags, data }) =>
      tags['ai.operation.id'] === traceId && data.baseData.properties?.['gen_ai.operation.name'] === 'chat',
    30_000,
  )
  expect(arrived.data.baseData.properties).toMatchObject({
    'gen_ai.request.model': MODEL,
    'gen_ai.response.model': 'gpt-5-mini-2025-08-07',
    'gen_ai.provider.name': 'openai',
    'gen_ai.response.finish_reasons': expect.stringContaining('stop'),
  })
  const request = await demo.azure.waitFor(
    ({ tags, data }) => tags['ai.operation.id'] === traceId && data.baseType === 'RequestData',
    30_000,
  )
  expect(request.tags['ai.cloud.role']).toBe('claims-api')
  expect(request.data.baseData).toMatchObject({ name: 'POST /api/assess-claims', responseCode: '200', success: true })
  // Prompts leave the machine only when someone has said so.
  expect(JSON.stringify(demo.azure.envelopes)).not.toContain('Honey can stay edible')
})

test('the evidence that a verdict rests on is pointed out, and an edit takes the verdicts back', async ({ page }) => {
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(page.locator('.chip.open')).toHaveText(/NEE\s*by 2/)
  await page.getByLabel('Claim 4', { exact: true }).hover()
  await expect(page.locator('.evidence li').nth(1)).toHaveClass('pointed')

  await page.getByLabel('Claim 4', { exact: true }).fill('An octopus has three hearts.')
  await expect(page.locator('.chip')).toHaveCount(0)
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(page.locator('.chip').nth(3)).toHaveText(/True\s*by 2/)
})

test('a mistake in the input is told in the page', async ({ page, expectedErrors }) => {
  expectedErrors.push(/422/)
  await page.getByLabel('Claim 1', { exact: true }).fill('')
  await page.getByRole('button', { name: 'Check the claims' }).click()
  await expect(page.getByRole('alert')).toContainText('`claims[0]` must be a text that is not empty')
})
