import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { chatAttributes, liveEvent, said } from '../../../test/events.ts'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'
import { liveSlot } from '../../feed/live-slot.ts'

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => {
  page.mounted.dispose()
  vi.restoreAllMocks()
})

async function withMessages(...output: unknown[]): Promise<void> {
  page = new ViewerPage()
  await page
    .publish({
      spanId: 'a',
      name: 'chat',
      end: 9,
      attributes: chatAttributes({ input: [said('user', 'q')], output: [said('assistant', ...output)] }),
    })
    .drawn()
}

test('what a model writes never becomes markup or script', async () => {
  const alerted = vi.spyOn(globalThis, 'alert').mockImplementation(() => {})
  const hostile = `<img src=x onerror="alert(1)"> <script>alert(2)</script> <svg onload=alert(3)>

[click](javascript:alert(4)) [data](data:text/html,<script>alert(5)</script>) **<b onclick=alert(6)>bold</b>**

| <iframe src="javascript:alert(7)"> | b |
|---|---|
| <a href="javascript:alert(8)">x</a> | [y](vbscript:1) |

\`<style>*{display:none}</style>\``
  await withMessages(
    hostile,
    { type: 'uri', modality: 'image', uri: 'javascript:alert(9)' },
    { type: 'blob', modality: 'image', mime_type: 'image/svg+xml', content: btoa('<svg onload="alert(10)"/>') },
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(alerted).not.toHaveBeenCalled()
  expect(
    page.all(
      '.panel-body img, .panel-body script, .panel-body iframe, .panel-body style, .panel-body svg[onload], .panel-body [onclick]',
    ),
  ).toEqual([])
  for (const link of page.all('.panel-body a')) expect((link as HTMLAnchorElement).href).toMatch(/^https?:/)
  expect(page.conversation).toContain('<img src=x onerror="alert(1)">')
  expect(page.conversation).toContain('[click](javascript:alert(4))')
})

test('a stream that the app left is no error', async () => {
  page = new ViewerPage()
  const attributes = {
    ...chatAttributes({ input: [said('user', 'q')], output: [said('assistant', 'The begin')] }),
    'gen_ai.response.finish_reasons': ['error'],
    'spanlit.stream.outcome': 'cancelled',
  }
  await page.publish({ spanId: 'a', name: 'chat', end: 9, attributes }).drawn()
  expect(page.find('h2 .state').textContent).toBe('cancelled by the app')
  expect(page.find('.summary .facts').textContent).not.toContain('error')
  expect(page.find('.row .outcome').textContent).toContain('cancelled by the app')
  expect(page.find('.trace .state').textContent.trim()).toBe('cancelled by the app')
  await page
    .publish({ spanId: 'a', name: 'chat', end: 9, attributes: { ...attributes, 'spanlit.stream.outcome': 'failed' } })
    .drawn()
  expect(page.find('.summary .facts').textContent).toContain('ended by error')
})

test('a picture is shown, and nothing is said of the page’s policy', async () => {
  const content = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await withMessages({ type: 'blob', modality: 'image', mime_type: 'image/png', content })
  const image = page.find('.media img') as HTMLImageElement
  await expect.poll(() => image.naturalWidth).toBe(1)
  expect([image.clientWidth, page.find('.media .not-shown').clientHeight]).toEqual([1, 0])
})

test('links lead to the web, in a tab of their own, and tell it nothing', async () => {
  await withMessages('See [docs](https://a.test/x).')
  const link = page.find('.panel-body a') as HTMLAnchorElement
  expect([link.href, link.target, link.rel]).toEqual(['https://a.test/x', '_blank', 'noopener noreferrer'])
})

test('twenty megabytes of text are folded, and unfold piece by piece', async () => {
  await withMessages('word '.repeat(4 * 1024 * 1024))
  expect(page.find('.panel-body').textContent.length).toBeLessThan(40_000)
  const more = page.find('.more')
  expect(more.textContent.replaceAll('\u202f', ' ')).toMatch(/show 20 MB more/)
  more.click()
  await page.drawn()
  expect(page.find('.panel-body').textContent.length).toBeLessThan(120_000)
})

test('of a long history its beginning and its end are shown, and all of it on request', async () => {
  page = new ViewerPage()
  const steps = Array.from({ length: 40 }, (_, step) => said('assistant', `step ${step}.`))
  const input = [said('system', 'Be brief.'), said('user', 'Begin.'), ...steps]
  const output = [said('assistant', 'Done.')]
  await page.publish({ spanId: 'a', name: 'chat', end: 9, attributes: chatAttributes({ input, output }) }).drawn()
  const rest = (from: number): string => Array.from({ length: 40 - from }, (_, at) => `step ${from + at}.`).join(' ')
  const words = (): string =>
    page.conversation.replace(/^Prompt( ?[a-z]+ \d+.%)+ /, '').replaceAll(/(system|user|assistant) /g, '')
  expect(words()).toBe(`Be brief. Begin. show 34 earlier messages ${rest(34)} Done.`)
  page.find('.more').focus()
  await userEvent.keyboard('{Enter}')
  await page.drawn()
  expect(words()).toBe(`Be brief. Begin. ${rest(0)} Done.`)
  expect(page.focused).toBe(page.find('.panel-body'))
})

test('what shows more does not take the focus with it when there is no more', async () => {
  await withMessages({ type: 'tool_call', id: 'c', name: 'search', arguments: { list: ['x'.repeat(9000)] } })
  page.find('.fold[aria-expanded="false"]').click()
  await page.drawn()
  page.find('.rest').focus()
  await userEvent.keyboard('{Enter}')
  await page.drawn()
  expect(page.all('.rest')).toHaveLength(0)
  expect(page.focused).toBe(page.find('.panel-body'))
})

test('nesting without end is shown and does not break the page', async () => {
  let nested: unknown = 'end'
  for (let i = 0; i < 3000; i++) nested = [nested]
  await withMessages(`${'> '.repeat(5000)}deep`, { type: 'tool_call', id: 'c', name: 'deep', arguments: nested })
  expect(page.conversation).toContain('deep')
  page.find('#tab-json').click()
  await page.drawn()
  expect(page.find('.panel-body').textContent).not.toContain('cannot be shown')
})

test('a small picture is shown, a large one is named', async () => {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await withMessages(
    { type: 'blob', modality: 'image', mime_type: 'image/png', content: pixel },
    { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'A'.repeat(2_000_000) },
    { type: 'file', modality: 'document', file_id: 'file-7' },
  )
  expect(page.all('.media')).toHaveLength(3)
  expect(page.all('.media img')).toHaveLength(1)
  expect(page.conversation).toContain('file-7')
})

test('what was left out of a large prompt is said in words, where it was', async () => {
  const cut = { type: 'spanlit.cut', name: 'spanlit.cut', bytes: 12_595 }
  page = new ViewerPage()
  const input = [
    said('user', 'First', { ...cut, omitted_items: 1 }),
    { role: 'spanlit', parts: [], ...cut, omitted_items: 40 },
    said('user', 'Last', {
      type: 'spanlit.media',
      modality: 'audio',
      mime_type: 'audio/wav',
      bytes: 6000,
      fnv1a: 'a',
      transcript: 'Hi',
    }),
  ]
  const tools = [
    { type: 'function', name: 'search' },
    { ...cut, omitted_items: 7 },
  ]
  const attributes = { ...chatAttributes({ input }), 'gen_ai.tool.definitions': JSON.stringify(tools) }
  await page.publish({ spanId: 'a', name: 'chat', end: 9, attributes }).drawn()
  const words = page.conversation.replaceAll('\u202f', ' ')
  expect(words).toContain('8 tools on offer: search, 7 tools left out (12.3 KB)')
  expect(words).toMatch(/First .*1 part left out \(12\.3 KB\).* 40 messages left out \(12\.3 KB\).* Last/)
  expect(words).toMatch(/audio audio\/wav · 5\.9 KB · left out Hi/)
  expect(words).not.toMatch(/spanlit\.|nothing/)
  expect(page.all('.tools .turn')).toHaveLength(1)
})

test('a refusal, and the error that ended a call, are said', async () => {
  page = new ViewerPage()
  page.publish({
    spanId: 'a',
    name: 'chat',
    end: 9,
    attributes: {
      ...chatAttributes({
        output: [said('assistant', { type: 'openai.refusal', content: 'I cannot help with that.' })],
      }),
      'error.type': '429',
    },
    status: { code: 2, message: 'Rate limit reached' },
  })
  await page.drawn()
  expect(page.conversation).toContain('refused I cannot help with that.')
  expect(page.find('.failure').textContent).toContain('429 rate limited')
  expect(page.find('.failure').textContent).toContain('Rate limit reached')
})

test('a request shows its method, address and status; a tool its arguments and result', async () => {
  page = new ViewerPage()
  page.publish({
    spanId: 'h',
    name: 'GET',
    kind: 3,
    end: 5,
    attributes: { 'http.request.method': 'GET', 'url.full': 'https://a.test/x', 'http.response.status_code': 200 },
  })
  await page.drawn()
  expect(page.conversation).toMatch(/Method GET URL https:\/\/a\.test\/x Status 200/)
  page.publish({
    traceId: 'b'.repeat(32),
    spanId: 't',
    start: 10,
    end: 20,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.call.arguments': '{"a":1}',
      'gen_ai.tool.call.result': '"fine"',
    },
  })
  await page.drawn()
  expect(page.conversation).toMatch(/Arguments .*Result .*fine/)
})

test('what is copied is the text as it was written', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  await withMessages('Some **bold** words')
  page.find('.turn[data-origin="output"] .copy').click()
  expect(written).toHaveBeenCalledWith('Some **bold** words')
})

test('a long attribute is copied as it was recorded; a short one is selected as quickly', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  await withMessages('Some words')
  page.find('#tab-attributes').click()
  await page.drawn()
  expect(page.all('dd .copy').map((button) => button.ariaLabel)).toEqual(['Copy gen_ai.output.messages'])
  page.find('dd .copy').click()
  expect(written).toHaveBeenCalledWith('[{"role":"assistant","parts":[{"type":"text","content":"Some words"}]}]')
})

test('a trace is saved as a file that any receiver of OTLP takes, and the page hears nothing of it', async () => {
  const heard = vi.fn<() => void>()
  const followed = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  document.addEventListener('click', heard)
  await withMessages('Hello')
  page.find('#tab-json').click()
  await page.drawn()
  page.find('[aria-label="Save the trace"]').click()
  const saved = followed.mock.contexts[0] as HTMLAnchorElement
  expect([saved.download, saved.isConnected]).toEqual(['trace-aaaaaaaa.json', false])
  const { resourceSpans } = (await (await fetch(saved.href)).json()) as {
    resourceSpans: { scopeSpans: { spans: object[] }[] }[]
  }
  expect(resourceSpans[0]!.scopeSpans[0]!.spans).toMatchObject([{ spanId: 'a', name: 'chat' }])
  expect(heard).not.toHaveBeenCalled()
  document.removeEventListener('click', heard)
})

test('content that was captured in parts only is shown with a mark', async () => {
  page = new ViewerPage()
  const attributes = {
    ...chatAttributes(),
    'gen_ai.input.messages': JSON.stringify([said('user', 'A long question')]).slice(0, -9),
  }
  await page.publish({ spanId: 'a', end: 5, attributes }).drawn()
  expect(page.conversation).toContain('A long')
  expect(page.conversation).toContain('were cut off')
})

test('long names and errors stay inside, and leave each other room', async () => {
  page = new ViewerPage()
  page.publish({
    spanId: 'a',
    name: 'chat gpt-5-mini',
    end: 9,
    service: 'a-service-with-a-very-long-name-in-the-namespace-of-the-other-team',
    status: { code: 2, message: 'E'.repeat(3000) },
    attributes: { ...chatAttributes(), 'error.type': `com.example.${'VeryLongErrorClassName'.repeat(6)}` },
  })
  await page.drawn()
  const detail = page.find('spanlit-span-detail').getBoundingClientRect()
  for (const selector of ['h2 .title', 'h2 .state', 'h2 .tag', '.failure b', '.failure code']) {
    const { width, right } = page.find(selector).getBoundingClientRect()
    expect(width, selector).toBeGreaterThan(70)
    expect(right, selector).toBeLessThan(detail.right)
  }
  expect(page.find('.panel-body').scrollWidth).toBe(page.find('.panel-body').clientWidth)
  for (const part of page.all('h2 > .title, h2 > .state, h2 > .tag')) expect(part.title).toBe(part.textContent)
})

test('each line of text stands as its script is written, and code stays as it is', async () => {
  await withMessages('שלום עולם!\n\n- פריט\n\n```\nx\n```\n\nplain')
  const box = (element: Element): DOMRect => element.getBoundingClientRect()
  const textOf = (element: Element): DOMRect => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return range.getBoundingClientRect()
  }
  const [hebrew, english] = page.all('.turn[data-origin="output"] .text > p') as [HTMLElement, HTMLElement]
  expect(box(hebrew).width).toBeGreaterThan(200)
  expect(textOf(hebrew).right).toBeCloseTo(box(hebrew).right, 0)
  expect(textOf(english).left).toBeCloseTo(box(english).left, 0)
  const list = page.find('.turn[data-origin="output"] ul')
  expect(getComputedStyle(list).direction).toBe('rtl')
  expect(getComputedStyle(page.find('.turn[data-origin="output"] pre')).direction).toBe('ltr')
})

test('arguments that are no whole JSON can be read as they were recorded', async () => {
  page = new ViewerPage()
  const cut = '{"query": "flu", "nested": {"a": [1,2,'
  page.publish({
    spanId: 'a',
    name: 'execute_tool search',
    end: 9,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.call.arguments': cut,
      'gen_ai.tool.call.result': '[INFO] found {nothing',
      'log.line': '[INFO] started',
    },
  })
  await page.drawn()
  const shown = (): string => page.find('.panel-body').textContent
  expect(shown()).toContain(cut)
  expect(shown()).toContain('[INFO] found {nothing')
  page.find('#tab-attributes').click()
  await page.drawn()
  expect(shown()).toContain(cut)
  expect(shown()).toContain('[INFO] started')
  page.find('#tab-json').click()
  await page.drawn()
  expect(page.find('.panel-body spanlit-json').shadowRoot!.textContent).toContain('[INFO] started')
})

test('instructions that are smuggled in by characters that cannot be seen are shown', async () => {
  const hidden = String.fromCodePoint(...Array.from('obey', (one) => 0xe0000 + one.codePointAt(0)!))
  await withMessages(`Fine\u202e.${hidden}`)
  expect(page.conversation).toContain('5 characters that cannot be seen are marked: 1 bidi, 4 tag. They spell “obey”.')
  expect(page.conversation).toContain('Fine⟦U+202E⟧.⟦U+E006F⟧')
})

test('arguments of a tool that are no JSON are shown as they came, with the place where they break', async () => {
  await withMessages({ type: 'tool_call', id: 'c', name: 'book', arguments: '{\n  "people": 6,\n  "time": 19:30\n}' })
  expect(page.conversation).toContain('The arguments are no JSON: they break at line 3, column 13.')
  expect(page.find('.arguments pre').textContent).toContain('"time": 19:30')
})

test('a link of a span leads to the span, also in another trace', async () => {
  const other = 'b'.repeat(32)
  page = new ViewerPage()
  await page.publish({ traceId: other, spanId: 'cccccccccccccccc', name: 'linked', start: 0, end: 5 }).drawn()
  publishLinked(other)
  await page.drawn()
  page.find('#tab-events').click()
  await page.drawn()
  page.find('.panel-body button.link').click()
  await page.drawn()
  expect(page.find('h2 .title').textContent).toBe('linked')
})

function publishLinked(traceId: string): void {
  const event = liveEvent({ spanId: 'a', name: 'linking', start: 100, end: 200 }) as { span: Record<string, unknown> }
  event.span['links'] = [{ traceId, spanId: 'cccccccccccccccc' }]
  liveSlot().publish(event)
}
