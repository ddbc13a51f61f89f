import { traceIdsOf } from './panel.ts'
import { expect, test } from './test.ts'

test.beforeEach(async ({ page }) => {
  await page.getByRole('link', { name: 'Ask the assistant' }).click()
})

test('an answer streams into the panel while its span is open, with the tools between the calls', async ({
  page,
  panel,
  demo,
}) => {
  await page.getByRole('button', { name: 'How far out can our light be seen' }).click()
  await panel.streams('above the water you raise the light')
  await expect(page.locator('.answer')).toContainText('Handbook: The tower, The lamp')
  await panel.settled()

  expect(await panel.tree()).toEqual([
    { level: 1, name: 'click Ask the assistant' },
    { level: 2, name: 'chat gpt-5-mini' },
    { level: 2, name: 'execute_tool search_handbook' },
    { level: 2, name: 'chat gpt-5-mini' },
    { level: 2, name: 'execute_tool read_instrument' },
    { level: 2, name: 'chat gpt-5-mini' },
  ])
  // The answer in the page is Markdown, read as elements.
  await expect(page.locator('.answer strong').first()).toHaveText('12 m')
  await expect(page.locator('.answer .call').nth(1)).toContainText('9 nmi')

  const traceId = (await traceIdsOf(page)).at(-1)
  const tool = await demo.azure.waitFor(
    ({ tags, data }) =>
      tags['ai.operation.id'] === traceId && data.baseData.properties?.['gen_ai.operation.name'] === 'execute_tool',
    30_000,
  )
  expect(tool.tags['ai.cloud.role']).toBe('page')
  expect(tool.data.baseData.properties).toMatchObject({
    'gen_ai.tool.name': expect.stringMatching(/search_handbook|read_instrument/),
    'gen_ai.tool.call.id': expect.stringMatching(/^call_/),
    'gen_ai.conversation.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('the conversation goes on over several turns', async ({ page, panel }) => {
  await page.getByRole('button', { name: 'How far out can our light be seen' }).click()
  await expect(page.locator('.answer.answered')).toHaveCount(1)
  await panel.settled()
  const before = await panel.countTraces()
  const question = page.getByLabel('Your question')
  await question.fill('And from 25 m up?')
  await question.press('Enter')
  await expect(page.locator('.answer.answered')).toHaveCount(2)
  await expect(page.locator('.answer').nth(1)).toContainText('From 25 m above the water')
  await expect.poll(() => panel.countTraces()).toBe(before + 1)
})

test('the stop button ends the answer, the call and its span', async ({ page, panel }) => {
  await page.getByRole('button', { name: 'The mains are down' }).click()
  // In the page's own time: from outside, the answer may be whole before the click arrives.
  await page.waitForFunction(
    () => {
      if (!document.querySelector('.answer')?.textContent?.includes('a little over')) return false
      document.querySelector<HTMLButtonElement>('button[aria-label="Stop"]')?.click()
      return true
    },
    undefined,
    { polling: 'raf' },
  )
  await expect(page.getByText('You stopped it here.')).toBeVisible()
  await panel.settled()
  await expect(panel.detail.getByRole('heading')).toContainText('cancelled by the app')
  await expect(page.locator('.answer')).not.toContainText('call the supply boat')
  // And one can go on from there.
  await page.getByLabel('Your question').fill('When does the supply boat come?')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(page.locator('.answer').nth(1)).toContainText('Tuesdays at 10:00')
})

test('what a model writes is never taken as HTML, and loads nothing', async ({ page }) => {
  const hostile = [
    'Hello <img src=x onerror="document.title=1"> <script>document.title=2</script>',
    '![a picture](https://tracker.example/pixel.png)',
    '[a link](javascript:document.title=3) and [another](https://example.com/?a=1&b=2)',
    '<form action="https://evil.example"><input name=key></form>',
  ]
  const choices = [{ index: 0, delta: { role: 'assistant', content: hostile.join('\n\n') }, finish_reason: 'stop' }]
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices }
  const body = `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`
  await page.route('**/openai/v1/chat/completions', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body }),
  )
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByLabel('Your question').fill('Hello')
  await page.getByLabel('Your question').press('Enter')
  const answer = page.locator('.answer.answered')
  await expect(answer).toContainText('Hello <img src=x onerror="document.title=1">')
  await expect(answer.locator('img, script, form, input, [onerror]')).toHaveCount(0)
  await expect(answer.locator('a[href]')).toHaveCount(1)
  await expect(answer.locator('a[href]')).toHaveAttribute('href', 'https://example.com/?a=1&b=2')
  await expect(page).toHaveTitle('Spanlit demo')
  expect(requests.filter((url) => url.includes('.example'))).toEqual([])
})
