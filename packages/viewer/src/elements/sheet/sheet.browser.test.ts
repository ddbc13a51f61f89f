import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { chatAttributes, said } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => {
  page.mounted.dispose()
  history.replaceState(undefined, '', location.pathname + location.search)
})

async function withChat(): Promise<void> {
  page = new ViewerPage()
  const attributes = chatAttributes({ input: [said('user', 'Why?')], output: [said('assistant', 'Because.')] })
  await page.publish({ spanId: 'aaaaaaaaaaaaaaaa', name: 'chat gpt-5-mini', end: 50, attributes }).drawn()
}

async function open(label: string): Promise<HTMLElement> {
  page.find(`[title="${label}"]`).click()
  await expect.poll(() => page.all('.sheet').length).toBe(1)
  await page.drawn()
  return page.find('.sheet')
}

const FILE = JSON.stringify({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: 'c'.repeat(32),
              spanId: 'd'.repeat(16),
              name: 'from a file',
              startTimeUnixNano: '1600000000000000000',
              endTimeUnixNano: '1600000001000000000',
            },
          ],
        },
      ],
    },
  ],
})

test('? shows the keys, Escape closes them and gives the focus back to the rows', async () => {
  await withChat()
  page.find('.row').click()
  await page.drawn()
  await userEvent.keyboard('?')
  await expect.poll(() => page.all('.sheet.keys').length).toBe(1)
  await page.drawn()
  expect(page.find('.sheet').textContent).toContain('next failure')
  await userEvent.keyboard('{Escape}')
  await page.drawn()
  expect(page.all('.sheet')).toHaveLength(0)
  expect(page.focused).toBe(page.find('.row'))
})

test('what will be copied is shown first, and no key is in it', async () => {
  await withChat()
  const sheet = await open('Copy')
  expect(sheet.querySelector('pre')!.textContent).toContain('curl https://api.openai.com/v1/chat/completions')
  await userEvent.keyboard('2')
  await page.drawn()
  expect(sheet.querySelector('pre')!.textContent).toContain("import OpenAI from 'openai'")
})

test('a file that falls onto the panel is shown at once, with its date, also where all was cleared', async () => {
  await withChat()
  page.find('[aria-label="Clear all traces"]').click()
  await page.drawn()
  const files = new DataTransfer()
  files.items.add(new File([FILE], 'night.json'))
  page.find('.panel').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
  await expect.poll(() => page.all('.trace').length).toBe(1)
  await page.drawn()
  expect(page.tree).toEqual(['from a file'])
  expect(page.find('.trace').textContent).toContain('imported')
  expect(page.find('.trace time').textContent).toMatch(/Sep 2020/)
})

test('a file that cannot be read is named, with the reason', async () => {
  await withChat()
  await open('Open files')
  const files = new DataTransfer()
  files.items.add(new File(['{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"x"}]}]}]}'], 'broken.json'))
  page.find('.panel').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
  await expect.poll(() => page.all('.files li').length).toBe(1)
  expect(page.find('.files').textContent).toMatch(/broken\.json.*refused.*spans\[0\]\.traceId/s)
})

test('a link in the address shows its trace and span, once they are there', async () => {
  history.replaceState(undefined, '', `#spanlit=${'a'.repeat(32)}/${'b'.repeat(16)}`)
  await withChat()
  await page
    .publish(
      { spanId: 'b'.repeat(16), parent: 'aaaaaaaaaaaaaaaa', name: 'inside', start: 5, end: 9 },
      { traceId: 'e'.repeat(32), spanId: 'x', name: 'newer', start: 900, end: 950 },
    )
    .drawn()
  expect(page.find('[aria-selected="true"].row').dataset['name']).toBe('inside')
  const sheet = await open('Link')
  expect(sheet.querySelector('input')!.value).toContain(`#spanlit=${'a'.repeat(32)}/${'b'.repeat(16)}`)
})

test.each(['light', 'dark'] as const)('axe finds nothing wrong in any %s sheet', async (theme) => {
  await withChat()
  page.viewer.theme = theme
  for (const label of ['Copy', 'Save', 'Link', 'Open files', 'Keys']) {
    await open(label)
    const { violations } = await axe.run(page.viewer, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    expect(violations.map(({ id, nodes }) => [label, id, nodes.map((node) => node.failureSummary)])).toEqual([])
    page.find('[aria-label="Close the sheet"]').click()
    await page.drawn()
  }
})
