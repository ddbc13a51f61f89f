import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { roleOf } from '../../model/role.ts'
import { otlpOf } from '../../model/otlp.ts'
import { readingOf } from '../../model/readings.ts'
import { spanMarkdown, traceConversationMarkdown, traceMarkdown } from '../../model/share/markdown.ts'
import { curlOf, openaiNodeOf, openaiPythonOf } from '../../model/share/snippets.ts'
import type { Span, Trace } from '../../model/span.ts'
import { now } from '../../now.ts'
import type { SheetHost } from './sheet-host.ts'

interface Item {
  readonly key: string
  readonly label: string
  readonly text: () => string
}

/** Everything that can be copied, with what will be copied below. No key is ever in it. */
export function copyView(host: SheetHost): TemplateResult {
  const { trace, span } = host
  const groups = [
    { title: 'This call', items: span && roleOf(span) === 'model' ? callItems(span) : [] },
    { title: 'The whole trace', items: trace ? traceItems(trace, span) : [] },
  ].filter(({ items }) => items.length > 0)
  const all = groups.flatMap(({ items }) => items)
  const chosen = all.find(({ key }) => key === host.state.get('chosen')) ?? all[0]
  return html`${groups.map(
    ({ title, items }) =>
      html`<h3>${title}</h3>
        <ul class="items">
          ${items.map(
            (item) =>
              html`<li>
                <button
                  class="item"
                  data-key=${item.key}
                  ?data-first=${item === all[0]}
                  aria-current=${item === chosen ? 'true' : nothing}
                  @click=${(event: Event) => void copy(event, item, host)}
                >
                  <span>${item.label}</span><kbd aria-hidden="true">${item.key}</kbd>
                </button>
              </li>`,
          )}
        </ul>`,
  )}
  ${
    chosen
      ? html`<div class="preview">
          <p>
            <b>${chosen.label}</b> what will be copied, no key in it
            <span role="status"
              >${host.state.has('said') ? html`${icon('check', 'small')}${host.state.get('said')}` : nothing}</span
            >
          </p>
          <pre tabindex="0"><code>${chosen.text().slice(0, 4000)}</code></pre>
        </div>`
      : html`<p>There is nothing to copy yet.</p>`
  }`
}

function callItems(span: Span): Item[] {
  return [
    { key: '1', label: 'cURL', text: () => curlOf(span) },
    { key: '2', label: 'openai-node', text: () => openaiNodeOf(span) },
    { key: '3', label: 'openai-python', text: () => openaiPythonOf(span) },
    { key: '4', label: 'Messages as JSON', text: () => messagesJson(span) },
  ]
}

function traceItems(trace: Trace, span: Span | undefined): Item[] {
  return [
    { key: '5', label: 'Markdown for a bug report', text: () => traceMarkdown(trace, now()) },
    { key: '6', label: 'Markdown for a coding agent', text: () => traceConversationMarkdown(trace, now()) },
    { key: '7', label: 'OTLP JSON', text: () => JSON.stringify(otlpOf(trace), undefined, 2) },
    ...(span ? [{ key: '8', label: 'This span as Markdown', text: () => spanMarkdown(span) }] : []),
    {
      key: '9',
      label: 'Ids: trace, span',
      text: () => [trace.traceId, span?.spanId].filter(Boolean).join('\n'),
    },
  ]
}

function messagesJson(span: Span): string {
  const { instructions, input, output } = readingOf(span)
  return JSON.stringify([...instructions.messages, ...input.messages, ...output.messages], undefined, 2)
}

async function copy(event: Event, item: Item, host: SheetHost): Promise<void> {
  const view = (event.currentTarget as HTMLElement).ownerDocument.defaultView ?? window
  const clipboard: Clipboard | undefined = view.navigator.clipboard
  host.state.set('chosen', item.key)
  try {
    await clipboard?.writeText(item.text())
    host.state.set('said', clipboard ? 'copied' : 'copying is not allowed here')
  } catch {
    host.state.set('said', 'copying is not allowed here')
  }
  host.redraw()
}
