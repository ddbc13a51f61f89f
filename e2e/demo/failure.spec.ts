import { traceIdsOf } from './panel.ts'
import { expect, test } from './test.ts'

test('a rate limit is retried and a broken stream told, as one span with its error', async ({
  page,
  panel,
  demo,
  expectedErrors,
}) => {
  expectedErrors.push(/429 \(Too Many Requests\)/)
  await page.getByRole('link', { name: 'Make a call fail' }).click()
  await page.getByRole('button', { name: 'Make it fail' }).click()
  const steps = page.locator('.steps')
  await expect(steps).toContainText('Attempt 1 was refused.')
  await expect(steps).toContainText('Attempt 2 was accepted and sent')
  await expect(steps).toContainText('The stream broke.')
  await expect(steps).toContainText('server_error')
  // What had come is kept, in the page and in the panel.
  await expect(steps).toContainText('A rate limit keeps one caller from taking')
  await panel.settled()
  expect(await panel.tree()).toEqual([
    { level: 1, name: 'click Make it fail' },
    { level: 2, name: 'chat gpt-5-mini-flaky' },
  ])
  await panel.row('chat gpt-5-mini-flaky').click()
  await expect(panel.detail).toContainText('A rate limit keeps one caller from taking')

  const traceId = (await traceIdsOf(page)).at(-1)
  const failed = await demo.azure.waitFor(
    ({ tags, data }) =>
      tags['ai.operation.id'] === traceId && data.baseData.properties?.['gen_ai.operation.name'] === 'chat',
    30_000,
  )
  expect(failed.data.baseData.success).toBe(false)
  expect(failed.data.baseData.properties?.['gen_ai.response.finish_reasons']).toContain('error')
  // Microsoft's exporter keeps no `error.type` on a dependency: the exception beside it tells what went wrong.
  const exception = await demo.azure.waitFor(
    ({ tags, data }) => tags['ai.operation.id'] === traceId && data.baseType === 'ExceptionData',
    30_000,
  )
  expect(exception.data.baseData.exceptions?.[0]?.typeName).toBe('APIError')
})
