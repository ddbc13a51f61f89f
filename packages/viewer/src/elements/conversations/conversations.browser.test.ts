import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page as browserPage, userEvent } from 'vitest/browser'
import { chatAttributes, said } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => page.mounted.dispose())

const words = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim()

/** Two turns of one conversation, in the second of which a tool ran. */
async function withConversation(): Promise<void> {
  page = new ViewerPage()
  const named = { 'gen_ai.conversation.id': 'c1' }
  const call = { type: 'tool_call', id: 't1', name: 'search', arguments: { query: 'flu' } }
  page.publish(
    {
      traceId: 'a'.repeat(32),
      spanId: 'a1',
      name: 'chat gpt-5-mini',
      end: 400,
      attributes: {
        ...chatAttributes({ input: [said('user', 'Is it true?')], output: [said('assistant', 'It **is**.')] }),
        ...named,
        'gen_ai.usage.input_tokens': 120,
      },
    },
    { traceId: 'b'.repeat(32), spanId: 'b0', name: 'POST /api/chat', kind: 2, start: 5000, end: 6000 },
    {
      traceId: 'b'.repeat(32),
      spanId: 'b1',
      parent: 'b0',
      name: 'chat gpt-5-mini',
      start: 5010,
      end: 5400,
      attributes: {
        ...chatAttributes({
          input: [said('user', 'Is it true?'), said('assistant', 'It **is**.'), said('user', 'Since when?')],
          output: [said('assistant', call)],
        }),
        ...named,
        'gen_ai.usage.input_tokens': 200,
      },
    },
    {
      traceId: 'b'.repeat(32),
      spanId: 'b2',
      parent: 'b0',
      name: 'execute_tool search',
      start: 5410,
      end: 5500,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'search',
        'gen_ai.tool.call.id': 't1',
        'gen_ai.tool.call.result': '"1931"',
      },
    },
  )
  await page.drawn()
  page.find('[aria-label="Conversations view"]').click()
  await expect.poll(() => page.all('.turn-row').length).toBe(2)
  await page.drawn()
}

test('the turns of a conversation stand in order over their traces, each with what it added', async () => {
  await withConversation()
  expect(page.all('.thread')).toHaveLength(1)
  expect(page.all('.turn-row .question').map(words)).toEqual(['Is it true?', 'Since when?'])
  expect(words(page.all('.added')[1]!)).toContain('new in this turn: +80 tokens')
  expect(words(page.all('.turn-row .call')[0]!)).toContain('1931')
  expect(words(page.find('.thread-head .facts'))).toContain('2 turns in 2 traces')
})

test('a turn leads to its trace', async () => {
  await withConversation()
  page.all('.open')[0]!.click()
  await page.drawn()
  expect(page.tree).toEqual(['chat gpt-5-mini'])
  expect(page.find('[aria-label="Traces view"]').ariaPressed).toBe('true')
})

test('the keys go from turn to turn, and Enter opens the trace', async () => {
  await withConversation()
  page.find('.turn-row[aria-current="true"]').focus()
  await userEvent.keyboard('k')
  await page.drawn()
  expect(page.focused?.ariaLabel).toBe('Turn 1: Is it true?')
  await userEvent.keyboard('j{Enter}')
  await page.drawn()
  expect(page.tree).toEqual(['POST /api/chat', '.chat gpt-5-mini', '.execute_tool search'])
})

test('without a conversation the view says what makes one', async () => {
  page = new ViewerPage()
  await page.publish({ spanId: 'a', name: 'work', end: 5 }).drawn()
  page.find('[aria-label="Conversations view"]').click()
  await expect.poll(() => page.all('.empty').length).toBe(1)
  expect(words(page.find('.empty'))).toContain('gen_ai.conversation.id')
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('axe finds nothing wrong in a %s conversation at %d px', async (theme, width) => {
  await browserPage.viewport(width, 800)
  await withConversation()
  page.viewer.theme = theme
  await page.drawn()
  for (const next of ['', '.thread']) {
    if (next !== '') page.find(next).click()
    await page.drawn()
    const { violations } = await axe.run(page.viewer, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([])
  }
})
