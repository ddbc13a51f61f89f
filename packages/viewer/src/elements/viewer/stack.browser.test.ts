// The viewer where it has not the room for three columns, or hardly any height.
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page as browserPage, userEvent } from 'vitest/browser'
import { chatAttributes, said } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => page.mounted.dispose())

const ANSWERS = Array.from({ length: 20 }, (_, at) => said('assistant', `Line ${at} of the answer.`))

async function inWindow(width: number, height: number, remembered: object = {}): Promise<void> {
  await browserPage.viewport(width, height)
  localStorage.setItem('spanlit.viewer', JSON.stringify(remembered))
  page = new ViewerPage({ dock: 'right' in remembered ? 'right' : 'bottom' })
  await publishTrace('a', 'click First', 0)
}

async function publishTrace(id: string, name: string, start: number): Promise<void> {
  const question = `Is it ${name.replace('click ', '')}?`
  const traceId = id.repeat(32)
  page.publish(
    { traceId, spanId: `${id}0`, name, start, end: start + 90 },
    {
      traceId,
      spanId: `${id}1`,
      parent: `${id}0`,
      name: 'chat gpt-5-mini',
      start: start + 1,
      end: start + 80,
      attributes: chatAttributes({ input: [said('user', question)], output: ANSWERS }),
    },
  )
  await page.drawn()
}

const isSeen = (selector: string): boolean => page.find(selector).checkVisibility()
const nameOf = (row: Element | null): string | undefined => (row as HTMLElement | null)?.dataset['name']

test('the spans of the newest trace are seen without a click, and the list is one step back', async () => {
  await inWindow(900, 700)
  expect(isSeen('[data-index="1"]')).toBe(true)
  await publishTrace('b', 'click Second', 1000)
  expect(page.tree[0]).toBe('click Second')
  page.find('.body > .back button').click()
  await page.drawn()
  expect(isSeen('.row')).toBe(false)
  expect(page.all('.trace b').map((title) => title.textContent)).toEqual(['Is it Second?', 'Is it First?'])
  expect(page.focused).toBe(page.find('.trace[aria-selected="true"]'))
})

test('who has gone back to the list stays there until he chooses, or asks to follow', async () => {
  await inWindow(900, 700)
  page.find('.body > .back button').click()
  await publishTrace('b', 'click Second', 1000)
  expect(isSeen('.row')).toBe(false)
  page.all('.trace')[1]!.click()
  await page.drawn()
  expect([isSeen('.row'), page.tree[0]]).toEqual([true, 'click First'])
  page.find('.body > .back button').click()
  await page.drawn()
  page.find('.follow').click()
  await page.drawn()
  expect([isSeen('.row'), page.tree[0]]).toEqual([true, 'click Second'])
  expect(nameOf(page.focused)).toBe('chat gpt-5-mini')
})

test('Enter shows a span and Escape goes back, and no key gets to the page on the way', async () => {
  await inWindow(900, 700)
  const heard = vi.fn<() => void>()
  document.addEventListener('keydown', heard)
  page.viewer.focus()
  await page.drawn()
  expect(nameOf(page.focused)).toBe('chat gpt-5-mini')
  await userEvent.keyboard('{Enter}')
  await page.drawn()
  expect(isSeen('.row')).toBe(false)
  expect(page.focused).toBe(page.find('.panel-body'))
  await userEvent.keyboard('{Escape}')
  await page.drawn()
  expect(nameOf(page.focused)).toBe('chat gpt-5-mini')
  await userEvent.keyboard('{Escape}')
  await page.drawn()
  expect(page.focused).toBe(page.find('.trace'))
  await userEvent.keyboard('/First{ArrowDown}')
  await page.drawn()
  expect(page.focused).toBe(page.find('.trace'))
  await userEvent.keyboard('/{Enter}')
  await page.drawn()
  expect(page.focused).toBe(page.find('.find input'))
  await userEvent.keyboard('{ArrowDown}')
  await page.drawn()
  expect(page.focused).toBe(page.find('.row[aria-selected="true"]'))
  expect(heard).not.toHaveBeenCalled()
  document.removeEventListener('keydown', heard)
})

test('a click on a span leaves the focus in the viewer', async () => {
  await inWindow(900, 700)
  await userEvent.click(page.find('[data-index="1"]'))
  await page.drawn()
  expect(page.focused).toBe(page.find('.panel-body'))
})

test('in a low window the figures scroll away, and all the height is for the conversation', async () => {
  await inWindow(380, 500)
  page.find('[data-index="1"]').click()
  await page.drawn()
  const detail = page.find('spanlit-span-detail')
  detail.scrollTop = detail.scrollHeight
  await page.drawn()
  const bottom = detail.getBoundingClientRect().bottom
  const tabs = page.find('.tabs').getBoundingClientRect()
  expect(tabs.top).toBeCloseTo(detail.getBoundingClientRect().top, 0)
  expect(bottom - tabs.bottom).toBeGreaterThan(100)
  const last = page.all('.said').at(-1)!.getBoundingClientRect()
  expect(last.bottom).toBeLessThanOrEqual(bottom)
  expect(last.top).toBeGreaterThan(tabs.bottom)
  // Another span begins at its beginning.
  page.viewer.select('a'.repeat(32), 'a0')
  await page.drawn()
  expect(detail.scrollTop).toBe(0)
})

test('no long word makes a narrow column scroll sideways', async () => {
  await inWindow(380, 900)
  page.publish({ spanId: 'n', name: 'chat', start: 2000, end: 2005, attributes: chatAttributes() })
  await page.drawn()
  page.viewer.select('a'.repeat(32), 'n')
  page.find('[data-index="0"]').click()
  await page.drawn()
  page.viewer.select('a'.repeat(32), 'n')
  await page.drawn()
  expect(page.conversation).toContain('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT')
  const body = page.find('.panel-body')
  expect(body.scrollWidth).toBe(body.clientWidth)
})

test('in the narrowest panel each control can be seen and pressed', async () => {
  await inWindow(1200, 800, { right: 280 })
  const panel = page.find('.panel').getBoundingClientRect()
  const controls = page.all('.bar button, [role="tab"], .back button').filter((control) => control.checkVisibility())
  expect(controls.length).toBeGreaterThan(9)
  for (const control of controls) {
    const { right } = control.getBoundingClientRect()
    expect(right, control.ariaLabel ?? control.textContent).toBeLessThanOrEqual(panel.right)
  }
})

test('nothing in a long conversation can move the toolbar out of sight', async () => {
  await inWindow(1200, 500)
  const panel = page.find('.panel')
  expect(panel.scrollHeight).toBe(panel.clientHeight)
  page.all('.unseen').at(-1)!.scrollIntoView()
  panel.scrollTop = 100
  expect(panel.scrollTop).toBe(0)
})

test.each(['light', 'dark'] as const)('axe finds nothing wrong in any column of a %s stack', async (theme) => {
  await inWindow(380, 500)
  page.viewer.theme = theme
  await page.drawn()
  for (const next of ['[data-index="1"]', '.body > .back button', '.body > .back button']) {
    page.find(next).click()
    await page.drawn()
    const { violations } = await axe.run(page.viewer, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([])
  }
})
