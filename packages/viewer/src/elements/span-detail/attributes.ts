import { structureOf } from '@spanlit/dialects'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import type { Attributes, Value } from '../../model/attributes.ts'
import { formatDuration, plural } from '../../model/format.ts'
import { otlpOf } from '../../model/otlp.ts'
import type { Span, Trace } from '../../model/span.ts'
import type { ConversationHost } from './conversation.ts'
import { copyButton } from './copy-button.ts'
import { recordedView } from './recorded.ts'

const MOST = 500

export function attributesView(span: Span): TemplateResult {
  return html`<div class="overview">${tableView('Span', span.attributes)} ${tableView('Resource', span.resource)}</div>`
}

function tableView(title: string, attributes: Attributes): TemplateResult {
  const entries = [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return html`<h3>${title}</h3>
    ${entries.length === 0 ? html`<p class="faint">No attributes.</p>` : listView(entries.slice(0, MOST))}
    ${entries.length > MOST ? html`<p class="faint">and ${plural(entries.length - MOST, 'more attribute', 'more attributes')}</p>` : ''}`
}

function listView(entries: readonly (readonly [string, Value])[]): TemplateResult {
  return html`<dl class="facts-list keys">
    ${entries.map(
      ([key, value]) =>
        html`<div>
          <dt>${key}</dt>
          <dd>${recordedView(value)}${copyView(key, value)}</dd>
        </div>`,
    )}
  </dl>`
}

/** What is short is selected as quickly, and would only be one more stop of the Tab key. */
function copyView(key: string, value: Value): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length < 60 ? nothing : copyButton(`Copy ${key}`, () => text)
}

export function momentsView(span: Span, _trace: Trace, host: Pick<ConversationHost, 'jump'>): TemplateResult {
  if (span.moments.length === 0 && span.links.length === 0)
    return html`<div class="overview"><p class="faint">No events were recorded in this span.</p></div>`
  return html`<div class="overview">
    ${span.moments.slice(0, MOST).map(
      (moment) =>
        html`<section class="moment">
          <h3>
            ${moment.name === '' ? 'event' : moment.name}
            <span class="faint">+${formatDuration(Math.max(0, moment.time - span.start))}</span>
          </h3>
          ${moment.attributes.size === 0 ? '' : listView([...moment.attributes])}
        </section>`,
    )}
    ${
      span.links.length === 0
        ? ''
        : html`<h3>Links</h3>
            ${span.links.slice(0, MOST).map(
              (link) =>
                html`<p>
                    <button class="link" @click=${() => host.jump(link)}>
                      span ${link.spanId} of trace ${link.traceId.slice(0, 8)}…${icon('arrowUpRight', 'small')}
                    </button>
                  </p>
                  ${link.attributes.size === 0 ? '' : listView([...link.attributes])}`,
            )}`
    }
  </div>`
}

/** The whole span as one object, with JSON in strings unfolded where it is whole. */
export function jsonTabView(span: Span, trace: Trace): TemplateResult {
  const value = plainSpan(span)
  return html`<div class="overview json-tab">
    <button
      class="tool save"
      aria-label="Save the trace"
      title="Save the whole trace, as OTLP/JSON"
      @click=${(event: Event) => saveTrace(event.currentTarget as HTMLElement, trace)}
    >
      ${icon('save')}
    </button>
    ${copyButton('Copy as JSON', () => JSON.stringify(value, undefined, 2))}
    <spanlit-json .value=${value} .openDepth=${2}></spanlit-json>
  </div>`
}

/** The link is in no document, so that the page hears nothing of its click. */
function saveTrace({ ownerDocument }: HTMLElement, trace: Trace): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(otlpOf(trace))], { type: 'application/json' }))
  const link = ownerDocument.createElement('a')
  link.href = url
  link.download = `trace-${trace.traceId.slice(0, 8)}.json`
  link.click()
  // A browser that asks where to save reads it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

const plain = new WeakMap<Span, { readonly revision: number; readonly value: Value }>()

function plainSpan(span: Span): Value {
  const known = plain.get(span)
  if (known?.revision === span.revision) return known.value
  const value: Value = {
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    start: new Date(span.start).toISOString(),
    durationMs: span.end === undefined ? null : Math.round((span.end - span.start) * 1000) / 1000,
    status: { code: ['unset', 'ok', 'error'][span.statusCode] ?? 'unset', message: span.statusMessage },
    attributes: unfolded(span.attributes),
    events: span.moments.map(({ name, time, attributes }) => ({
      name,
      time: new Date(time).toISOString(),
      attributes: unfolded(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes: unfolded(attributes) })),
    resource: unfolded(span.resource),
    scope: span.scope,
  }
  plain.set(span, { revision: span.revision, value })
  return value
}

function unfolded(attributes: Attributes): Value {
  return Object.fromEntries(
    [...attributes].map(([key, recorded]) => {
      const { value, truncated } = structureOf(recorded)
      return [key, truncated ? recorded : (value ?? recorded)]
    }),
  ) as Value
}
