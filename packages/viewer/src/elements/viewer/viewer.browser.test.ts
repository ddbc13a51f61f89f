import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cdp, page as browserPage, server, userEvent } from 'vitest/browser'
import { chatAttributes, said } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'
import { now } from '../../now.ts'

interface CdpSession {
  send(method: string, parameters: object): Promise<unknown>
}

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => {
  page?.mounted.dispose()
  for (const attribute of ['dir', 'style']) document.documentElement.removeAttribute(attribute)
})

async function withChat(): Promise<ViewerPage> {
  page = new ViewerPage()
  const call = { type: 'tool_call', id: 'c1', name: 'search', arguments: { query: 'flu' } }
  page.publish(
    { spanId: 'click', name: 'click Ask', end: 900 },
    {
      spanId: 'post',
      parent: 'click',
      name: 'POST',
      kind: 3,
      start: 5,
      end: 880,
      attributes: { 'http.request.method': 'POST', 'url.full': 'http://a.test/api/ask' },
    },
    {
      spanId: 'chat',
      parent: 'post',
      name: 'chat gpt-5-mini',
      start: 20,
      end: 800,
      service: 'claims-api',
      attributes: {
        ...chatAttributes({
          input: [said('user', 'Is it **true**?')],
          output: [said('assistant', 'It is **true**.', call)],
        }),
        'gen_ai.usage.input_tokens': 1038,
        'gen_ai.usage.output_tokens': 41,
        'gen_ai.usage.cache_read.input_tokens': 768,
      },
    },
    {
      spanId: 'tool',
      parent: 'post',
      name: 'execute_tool search',
      start: 810,
      end: 870,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.call.id': 'c1',
        'gen_ai.tool.call.arguments': '{"query":"flu"}',
        'gen_ai.tool.call.result': '{"found":3}',
      },
    },
  )
  return page.drawn()
}

test('a trace is shown as a tree, with the conversation of its call', async () => {
  await withChat()
  expect(page.tree).toEqual(['click Ask', '.POST', '..chat gpt-5-mini', '..execute_tool search'])
  expect(page.find('.trace').textContent).toContain('1 call, 1 tool')
  expect(page.find('.services').textContent).toBe('live, 2 services')
  expect(page.find('.live').textContent).toContain('page, claims-api')
  expect(page.find('.summary .facts').textContent.replaceAll('\u202f', ' ').replaceAll(/\s+/g, ' ')).toContain(
    'in 1 038 (cached 768)out 41',
  )
  expect(page.conversation).toContain('Is it **true**?')
  expect(page.find('.turn[data-origin="output"] strong').textContent).toBe('true')
})

test('a tool call and its result are one card, and the card leads to the span', async () => {
  await withChat()
  expect(page.find('.call').textContent).toContain('search')
  expect(page.find('.call .result').textContent).toContain('{ found: 3 }')
  await userEvent.click(page.find('.jump'))
  await page.drawn()
  expect(page.focused).toBe(page.find('.panel-body'))
  expect(page.find('h2 .title').textContent).toBe('execute_tool search')
  expect(page.find('[aria-selected="true"].row').textContent).toContain('execute_tool search')
})

test('streamed text shows before the span ends, and only what is new is drawn', async () => {
  page = new ViewerPage()
  const start = now() - 1_700_000_000_000
  page.publish({
    spanId: 'chat',
    name: 'chat gpt-5-mini',
    start,
    attributes: chatAttributes({ input: [said('user', 'Tell me')] }),
  })
  await page.drawn()
  expect(page.conversation).toContain('waiting for the first token')
  // In the same line.
  const { bottom } = page.find('.caret').getBoundingClientRect()
  expect(bottom - page.find('.said:has(.caret)').getBoundingClientRect().top).toBeLessThan(30)
  const say = (text: string): Promise<ViewerPage> =>
    page
      .publish({
        type: 'update',
        spanId: 'chat',
        start,
        name: 'chat gpt-5-mini',
        deltas: [{ kind: 'text', choice: 0, text }],
      })
      .drawn()
  await say('First **par')
  await say('agraph**.\n\nSecond')
  const settled = page.find('.turn[data-origin="output"] p')
  const question = page.find('.turn[data-role="user"] p')
  await say(' paragraph')
  expect(page.conversation).toContain('First paragraph.Second paragraph')
  expect(page.find('.turn[data-origin="output"] p')).toBe(settled)
  expect(page.find('.turn[data-role="user"] p')).toBe(question)
  expect(page.all('.caret')).toHaveLength(1)
  expect(page.find('.row').textContent).toContain('streaming')
  page.publish({
    spanId: 'chat',
    start,
    end: start + 50,
    attributes: chatAttributes({ output: [said('assistant', 'First paragraph, as it ended.')] }),
  })
  await page.drawn()
  expect(page.conversation).toContain('as it ended')
  expect(page.all('.caret')).toHaveLength(0)
})

test('what is selected in streamed text stays selected while more arrives, and when it ends', async () => {
  page = new ViewerPage()
  const start = now() - 1_700_000_000_000
  const chat = { spanId: 'chat', name: 'chat gpt-5-mini', start }
  const say = (text: string): Promise<ViewerPage> =>
    page.publish({ ...chat, type: 'update', deltas: [{ kind: 'text', choice: 0, text }] }).drawn()
  page.publish(chat)
  await say('To **be** or not to')
  const text = document.createTreeWalker(page.find('.turn[data-origin="output"] p'), NodeFilter.SHOW_TEXT)
  while (!text.currentNode.textContent!.startsWith(' or')) text.nextNode()
  const selected = document.createRange()
  selected.setStart(text.currentNode, 1)
  selected.setEnd(text.currentNode, 7)
  await say(' be: that')
  await say(' is\n\nthe question.')
  expect(selected.toString()).toBe('or not')
  const output = [said('assistant', 'To **be** or not to be: that is\n\nthe question.')]
  await page.publish({ ...chat, end: start + 50, attributes: chatAttributes({ output }) }).drawn()
  expect(page.all('.caret')).toHaveLength(0)
  expect(selected.toString()).toBe('or not')
})

test('the newest trace is shown by itself until one is chosen, and again on request', async () => {
  await withChat()
  page.publish({ traceId: 'b'.repeat(32), spanId: 'x', name: 'second', start: 2000, end: 2100 })
  await page.drawn()
  expect(page.tree).toEqual(['second'])
  page.all('.trace')[1]!.click()
  page.publish({ traceId: 'c'.repeat(32), spanId: 'x', name: 'third', start: 3000, end: 3100 })
  await page.drawn()
  expect(page.tree[0]).toBe('click Ask')
  page.find('.follow').click()
  await page.drawn()
  expect(page.tree).toEqual(['third'])
})

test('an event that arrives does not move the focus', async () => {
  await withChat()
  page.find('[data-index="1"]').click()
  await page.drawn()
  const row = page.focused
  page.publish({ spanId: 'late', parent: 'click', name: 'late', start: 1, end: 3 })
  await page.drawn()
  expect(page.tree).toContain('.late')
  expect(page.focused).toBe(row)
  expect(row!.isConnected).toBe(true)
})

test('the filter is reached by /, dims what does not match and finds the trace that does', async () => {
  await withChat()
  page.publish({ traceId: 'b'.repeat(32), spanId: 'x', name: 'other', start: 2000, end: 2100 })
  await page.drawn()
  page.find('.trace').click()
  await page.drawn()
  await userEvent.keyboard('/')
  expect(page.focused).toBe(page.find('.find input'))
  await userEvent.keyboard('model=gpt')
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(1)
  expect(page.find('.counts').textContent).toBe('1 of 1')
  expect(page.all('.row.dim')).toHaveLength(3)
  await userEvent.keyboard('{Escape}')
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(2)
})

/** A trace of 2,001 spans, in which three and one ask something that nobody sees. */
async function withManySpans(): Promise<void> {
  page = new ViewerPage()
  const asked: Record<number, string> = { 777: 'question 777', 900: 'why', 1500: 'why', 1999: 'why' }
  page.publish({ spanId: 'root', name: 'root', end: 9000 })
  for (let i = 0; i < 2000; i++)
    page.publish({
      spanId: `s${i}`,
      parent: 'root',
      name: `step ${i}`,
      start: i + 1,
      end: i + 2,
      ...(asked[i] && { attributes: { question: asked[i] } }),
    })
  await page.drawn()
}

async function find(text: string): Promise<void> {
  await userEvent.keyboard(text)
  await page.drawn()
}

const chosen = (): string | null | undefined => page.find('[aria-selected="true"].row b').textContent
const isInSight = (row: HTMLElement): boolean => {
  const [inner, outer] = [row, row.closest('.scroller')!].map((element) => element.getBoundingClientRect())
  return inner!.height > 0 && inner!.top >= outer!.top && inner!.bottom <= outer!.bottom
}

test('Enter in the filter chooses the span that is found, wherever it is, and the focus stays in the filter', async () => {
  await withManySpans()
  page.find('.find input').focus()
  await find('"question 777"')
  expect(page.find('.counts').textContent).toBe('1 match')
  await find('{Enter}')
  expect(chosen()).toBe('step 777')
  expect(isInSight(page.find('[aria-selected="true"].row'))).toBe(true)
  expect(page.find('h2 .title').textContent).toBe('step 777')
  expect(page.find('.counts').textContent).toBe('1 of 1')
  expect(page.find('.panel > [role="status"]').textContent).toContain('1 of 1: step 777')
  expect(page.focused).toBe(page.find('.find input'))
  // Once more, after it was scrolled away.
  const scroller = page.all('.scroller').find((candidate) => candidate.getAttribute('role') === 'rowgroup')!
  scroller.scrollTop = 0
  await page.drawn()
  expect(isInSight(page.find('[aria-selected="true"].row'))).toBe(false)
  await find('{Enter}')
  expect(isInSight(page.find('[aria-selected="true"].row'))).toBe(true)
  await find('{ArrowDown}')
  expect(page.focused).toBe(page.find('[aria-selected="true"].row'))
})

test('Enter and Shift+Enter go round the matches of a trace, also to spans that are closed away', async () => {
  await withManySpans()
  page.find('[data-index="0"]').click()
  await find('[[')
  expect(page.tree).toEqual(['root'])
  page.find('.find input').focus()
  await find('why{Enter}')
  expect([chosen(), page.find('.counts').textContent]).toEqual(['step 900', '1 of 3'])
  await find('{Enter}')
  expect([chosen(), page.find('.counts').textContent]).toEqual(['step 1500', '2 of 3'])
  await find('{Enter}{Enter}')
  expect([chosen(), page.find('.counts').textContent]).toEqual(['step 900', '1 of 3'])
  await find('{Shift>}{Enter}{/Shift}')
  expect([chosen(), page.find('.counts').textContent]).toEqual(['step 1999', '3 of 3'])
  expect(isInSight(page.find('[aria-selected="true"].row'))).toBe(true)
})

test('where a trace has no other match, Enter goes on to the next trace', async () => {
  page = new ViewerPage()
  for (const [index, name] of ['first', 'second', 'third'].entries())
    page.publish(
      { traceId: `${name}0`, spanId: 'r', name, start: index * 1000, end: index * 1000 + 9 },
      {
        traceId: `${name}0`,
        spanId: 'c',
        parent: 'r',
        name: index === 1 ? 'other' : 'wanted',
        start: index * 1000 + 1,
        end: index * 1000 + 2,
      },
    )
  await page.drawn()
  page.find('.find input').focus()
  await find('wanted{Enter}')
  expect(page.tree).toEqual(['third', '.wanted'])
  await find('{Enter}')
  expect(page.tree).toEqual(['first', '.wanted'])
  expect(page.find('.panel > [role="status"]').textContent).toContain('first, 1 of 1: wanted')
  await find('{Enter}')
  expect(page.tree).toEqual(['third', '.wanted'])
})

test('in a narrow viewer Enter in the filter leads from the list to the spans', async () => {
  await browserPage.viewport(380, 800)
  await withManySpans()
  page.find('.back button').click()
  await page.drawn()
  page.find('.find input').focus()
  await find('why{Enter}')
  expect(isInSight(page.find('[aria-selected="true"].row'))).toBe(true)
  expect(page.focused).toBe(page.find('.find input'))
})

test('keys typed in the viewer do not reach the page', async () => {
  await withChat()
  const heard = vi.fn<() => void>()
  document.addEventListener('keydown', heard)
  document.addEventListener('click', heard)
  page.find('[data-index="1"]').click()
  await page.drawn()
  await userEvent.keyboard('jk/search')
  expect(heard).not.toHaveBeenCalled()
  document.removeEventListener('keydown', heard)
  document.removeEventListener('click', heard)
})

test('a button that has nothing more to do does not lose the focus', async () => {
  await withChat()
  page.find('.find input').focus()
  await userEvent.keyboard('flu')
  await page.drawn()
  page.find('[aria-label="Clear the filter"]').focus()
  await userEvent.keyboard('{Enter}')
  expect(page.focused).toBe(page.find('.find input'))
  page.find('[aria-label="Clear all traces"]').focus()
  await userEvent.keyboard('{Enter}')
  await page.drawn()
  expect(page.find('.welcome').textContent).toContain('No spans yet')
  const clear = page.find('[aria-label="Clear all traces"][aria-disabled="true"]')
  expect(page.focused).toBe(clear)
  page.find('[aria-label="Pause"]').click()
  await page.publish({ spanId: 'held', end: 5 }).drawn()
  clear.click()
  await page.drawn()
  page.find('[aria-label="Go on"]').click()
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(1)
})

test('an empty viewer takes the focus, too', async () => {
  page = await new ViewerPage().drawn()
  page.viewer.focus()
  await page.drawn()
  expect(page.focused).toBe(page.find('.find input'))
})

test('while paused nothing moves; going on shows what came meanwhile', async () => {
  await withChat()
  page.find('[aria-label="Pause"]').click()
  page.publish({ spanId: 'late', parent: 'click', name: 'late', start: 1, end: 3 })
  await page.drawn()
  expect(page.tree).not.toContain('.late')
  expect(page.find('.held').textContent).toBe('paused, 1 event held')
  page.find('[aria-label="Go on"]').click()
  await page.drawn()
  expect(page.tree).toContain('.late')
})

test('an empty viewer says why it is empty', async () => {
  page = new ViewerPage()
  await page.drawn()
  expect(page.find('.welcome').textContent).toContain('startTracing()')
  await withChat()
  page.find('[aria-label="Clear all traces"]').click()
  await page.drawn()
  expect(page.find('.welcome').textContent).toContain('Connected. No spans yet.')
})

test('a call without content says that capture is off, and how to switch it on', async () => {
  page = new ViewerPage()
  await page.publish({ spanId: 'a', name: 'chat', end: 5, attributes: chatAttributes() }).drawn()
  expect(page.conversation).toContain('captureContent: true')
  // The live feed may well be on: what the page traced before a reload is there as it was exported.
  expect(page.conversation).toContain('its spans from before come from the receiver, as they were exported')
})

test('events that are no events leave the rest alone', async () => {
  await withChat()
  const slot = (globalThis as unknown as Record<symbol, { publish(event: unknown): void }>)[Symbol.for('spanlit.live')]!
  for (const event of [
    null,
    7,
    'x',
    {},
    { type: 'end', span: 5 },
    { type: 'start', span: { traceId: {}, spanId: [] } },
  ])
    slot.publish(event)
  slot.publish({
    type: 'end',
    span: {
      traceId: 'd1',
      spanId: 's',
      name: { toString: 1 },
      attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
        { key: 'gen_ai.input.messages', value: { arrayValue: { values: [{ kvlistValue: {} }] } } },
      ],
    },
  })
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(2)
  expect(page.find('.note').textContent).toContain('could not be read')
})

test('tabs are moved through with the arrow keys', async () => {
  await withChat()
  page.find('[role="tab"][aria-selected="true"]').focus()
  await userEvent.keyboard('{ArrowRight}')
  await page.drawn()
  expect(page.focused!.textContent).toContain('Call')
  await userEvent.keyboard('{ArrowRight}')
  await page.drawn()
  expect(page.focused!.textContent).toContain('Attributes')
  expect(page.find('.panel-body').textContent).toContain('gen_ai.request.model')
  await userEvent.keyboard('{End}')
  await page.drawn()
  expect(page.find('.panel-body spanlit-json').shadowRoot!.textContent).toContain('claims-api')
})

test('the handle resizes the panel by keys, and the size is remembered', async () => {
  await withChat()
  const grip = page.find('.grip')
  const before = page.find('.panel').clientHeight
  grip.focus()
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  await page.drawn()
  expect(page.find('.panel').clientHeight).toBe(before + 48)
  expect(JSON.parse(localStorage.getItem('spanlit.viewer')!)).toMatchObject({ bottom: before + 49 })
})

test('the viewer is above whatever the page puts on top', async () => {
  const cover = document.createElement('div')
  cover.style.cssText = 'position:fixed;inset:0;z-index:2147483647;background:red'
  document.body.append(cover)
  await withChat()
  const { left, top } = page.find('.mark').getBoundingClientRect()
  const onTop = (): Element | null => document.elementFromPoint(left + 5, top + 5)
  expect(onTop()).toBe(page.viewer)
  page.viewer.clear()
  await page.drawn()
  page.mounted.close()
  expect(onTop()).toBe(cover)
  page.mounted.open()
  await page.drawn()
  expect(onTop()).toBe(page.viewer)
  cover.remove()
})

test('in a page that runs from right to left, with properties of its own, it looks as anywhere', async () => {
  const root = document.documentElement
  root.dir = 'rtl'
  root.style.cssText = '--extent: 12px; --detail: #ccc'
  await withChat()
  const left = (selector: string): number => page.find(selector).getBoundingClientRect().left
  expect(page.find('.panel').clientHeight).toBeGreaterThan(300)
  expect(left('.mark')).toBeLessThan(left('.find'))
  expect(left('spanlit-trace-list')).toBeLessThan(left('spanlit-span-tree'))
  expect(left('spanlit-span-tree')).toBeLessThan(left('spanlit-span-detail'))
  expect(left('.name')).toBeLessThan(left('.lane'))
})

// Only Chromium can be told to show a page as it is printed.
test.runIf(server.browser === 'chromium')('what is docked is not printed with the page', async () => {
  const { send } = cdp() as CdpSession
  await withChat()
  await send('Emulation.setEmulatedMedia', { media: 'print' })
  expect(page.find('.panel').getClientRects()).toHaveLength(0)
  await send('Emulation.setEmulatedMedia', { media: '' })
  expect(page.find('.panel').getClientRects()).toHaveLength(1)
})

test('closing leaves nothing in the page, and listens to nothing', async () => {
  const before = document.documentElement.outerHTML
  await withChat()
  let closed = 0
  page.viewer.addEventListener('spanlit-close', () => closed++)
  page.find('[aria-label="Close"]').click()
  expect(closed).toBe(1)
  expect(document.documentElement.outerHTML).toBe(before)
  expect(document.adoptedStyleSheets).toEqual([])
})

test('it asks for its feed and for nothing else', async () => {
  performance.clearResourceTimings()
  const fetched = vi.spyOn(globalThis, 'fetch')
  const opened = vi.spyOn(XMLHttpRequest.prototype, 'open')
  await withChat()
  await page.drawn()
  expect(fetched).not.toHaveBeenCalled()
  expect(opened).not.toHaveBeenCalled()
  expect(
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => !name.includes('/@') && !name.includes('.ts') && !name.includes('node_modules')),
  ).toEqual([])
  vi.restoreAllMocks()
})

test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme', async (theme) => {
  await withChat()
  page.viewer.theme = theme
  page.publish(
    {
      traceId: 'b'.repeat(32),
      spanId: 'x',
      name: 'chat gpt-5-mini',
      start: 2000,
      attributes: chatAttributes({ input: [said('user', 'Now?')] }),
    },
    {
      traceId: 'b'.repeat(32),
      spanId: 'y',
      parent: 'x',
      name: 'failed',
      start: 2001,
      end: 2003,
      status: { code: 2, message: 'broke' },
    },
  )
  for (const tab of ['main', 'attributes', 'events', 'json']) {
    page.find(`#tab-${tab}`).click()
    await page.drawn()
    const { violations } = await axe.run(page.viewer, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // The lines of JSON stand closer than 24 px: that is what makes them readable. Whole lines can be reached by key.
      rules: { 'target-size': { enabled: false } },
    })
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map((node) => [node.target.join(' '), node.failureSummary])]),
    ).toEqual([])
  }
})

test('what was cleared is counted, and is shown again on request', async () => {
  await withChat()
  page.find('[aria-label="Clear all traces"]').click()
  await page.drawn()
  const words = page.find('.welcome').textContent.replaceAll(/\s+/g, ' ')
  expect(words).toMatch(/1 trace of 2 services was put away at \d\d:\d\d/)
  expect(page.find('.live').textContent).not.toContain('claims-api')
  page.find('.welcome button').click()
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(1)
  expect(page.find('.live').textContent).toContain('claims-api')
})

test('a filter that lets nothing through says so, and offers to clear it', async () => {
  await withChat()
  page.find('.find input').focus()
  await find('refnud')
  expect(page.find('.welcome').textContent).toContain('Nothing matches “refnud”.')
  page.find('.welcome button').click()
  await page.drawn()
  expect(page.all('.trace')).toHaveLength(1)
  expect(page.focused).toBe(page.find('.find input'))
})
