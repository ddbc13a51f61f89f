import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { chatAttributes, type EventOptions } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => page.mounted.dispose())

async function withTree(...spans: EventOptions[]): Promise<void> {
  page = new ViewerPage()
  await page.publish(...spans).drawn()
  page.find('[data-index="0"]').click()
  await page.drawn()
}

const SPANS: EventOptions[] = [
  { spanId: 'root', name: 'root', end: 100 },
  { spanId: 'a', parent: 'root', name: 'a', start: 1, end: 50 },
  { spanId: 'a1', parent: 'a', name: 'a1', start: 2, end: 40, attributes: chatAttributes() },
  { spanId: 'b', parent: 'root', name: 'b', start: 51, end: 99 },
]

const focusedRow = (): string | undefined =>
  page.focused?.closest('[role="row"]')?.querySelector('b')?.textContent ?? undefined

async function press(keys: string): Promise<string | undefined> {
  await userEvent.keyboard(keys)
  await page.drawn()
  return focusedRow()
}

test('the keys of a tree grid move the focus', async () => {
  await withTree(...SPANS)
  expect(focusedRow()).toBe('root')
  expect(await press('{ArrowDown}')).toBe('a')
  expect(await press('j')).toBe('a1')
  expect(await press('k')).toBe('a')
  expect(await press('{End}')).toBe('b')
  expect(await press('{ArrowDown}')).toBe('b')
  expect(await press('{Home}')).toBe('root')
  expect(await press('{PageDown}')).toBe('b')
  expect(await press('{PageUp}')).toBe('root')
  expect(await press('n')).toBe('a1')
})

test('left closes a span and then goes to its parent; right opens it and then goes into its cells', async () => {
  await withTree(...SPANS)
  await press('{ArrowDown}{ArrowLeft}')
  expect(page.tree).toEqual(['root', '.a', '.b'])
  expect(page.focused!.getAttribute('aria-expanded')).toBe('false')
  await press('{ArrowRight}')
  expect(page.tree).toEqual(['root', '.a', '..a1', '.b'])
  await press('{ArrowRight}')
  expect(page.focused!.getAttribute('role')).toBe('rowheader')
  await press('{ArrowRight}')
  expect(page.focused!.getAttribute('role')).toBe('gridcell')
  expect(await press('{ArrowDown}')).toBe('a1')
  expect(page.focused!.getAttribute('role')).toBe('gridcell')
  await press('{Home}{ArrowLeft}')
  expect(page.focused!.getAttribute('role')).toBe('row')
  expect(await press('{ArrowLeft}')).toBe('a')
})

test('[ closes everything and ] opens everything', async () => {
  await withTree(...SPANS)
  expect(await press('{End}[[')).toBe('root')
  expect(page.tree).toEqual(['root'])
  await press(']')
  expect(page.tree).toHaveLength(4)
})

test('rows say their level, their place and whether they are chosen', async () => {
  await withTree(...SPANS)
  const grid = page.find('[role="treegrid"]')
  expect(grid.getAttribute('aria-rowcount')).toBe('5')
  const row = page.find('[data-index="2"]')
  expect([row.ariaLevel, row.getAttribute('aria-rowindex'), row.ariaExpanded]).toEqual(['3', '4', null])
  expect(page.all('[role="row"][aria-selected]')).toHaveLength(1)
  expect(page.all('.row[tabindex="0"]')).toHaveLength(1)
})

test('of ten thousand spans few rows are in the document, and each can be reached', async () => {
  const spans = Array.from({ length: 10_000 }, (_, i): EventOptions => ({
    spanId: `s${i}`,
    name: `span ${i}`,
    start: i,
    end: i + 1,
    ...(i > 0 && { parent: 's0' }),
  }))
  await withTree(...spans)
  expect(page.rows.length).toBeLessThan(60)
  expect(await press('{End}')).toBe('span 9999')
  expect(page.rows.length).toBeLessThan(60)
  expect(await press('{ArrowUp}')).toBe('span 9998')
  // The row with the focus stays when it is scrolled away.
  const scroller = page.all('.scroller').find((candidate) => candidate.getAttribute('role') === 'rowgroup')!
  scroller.scrollTop = 0
  scroller.dispatchEvent(new Event('scroll'))
  await page.drawn()
  expect(page.tree).toContain('.span 1')
  expect(focusedRow()).toBe('span 9998')
})

test('a bar shows the wait for the first token pale, and an open one fades at now', async () => {
  await withTree(
    {
      spanId: 'root',
      name: 'root',
      end: 100,
      attributes: { ...chatAttributes(), 'gen_ai.response.time_to_first_chunk': 0.03 },
    },
    { spanId: 'open', parent: 'root', name: 'open', start: 10 },
  )
  const bar = page.find('[data-index="0"] .bar')
  expect(bar.querySelector('.wait')!.getBoundingClientRect().width / bar.getBoundingClientRect().width).toBeCloseTo(
    0.3,
    1,
  )
  expect(page.find('[data-index="1"] .bar').classList.contains('open')).toBe(true)
})
