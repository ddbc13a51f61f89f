import { html, type TemplateResult } from 'lit'
import { plural } from '../../model/format.ts'
import { otlpOf } from '../../model/otlp.ts'
import { type Redaction, redactedTrace } from '../../model/share/redact.ts'
import type { Trace } from '../../model/span.ts'
import { saveText } from './save-text.ts'
import type { SheetHost } from './sheet-host.ts'

const PARTS: readonly (readonly [keyof Redaction, string, string])[] = [
  ['content', 'Messages and tool results', 'Lengths and roles of spans stay.'],
  ['secrets', 'Keys, tokens, cookies', 'Headers and values that look like secrets.'],
  ['addresses', 'E-mail addresses and phone numbers', ''],
]

/** Saves one trace or all that the filter lets through, with what shall not be shared left out. */
export function saveView(host: SheetHost): TemplateResult {
  const { trace, traces } = host
  const isAll = host.state.get('all') === true || !trace
  const redaction = redactionIn(host)
  const chosen = isAll ? traces : [trace]
  const spans = chosen.reduce((sum, one) => sum + one.spans.length, 0)
  const isRedacted = Object.values(redaction).some(Boolean)
  const choose = (all: boolean) => (): void => {
    host.state.set('all', all)
    host.redraw()
  }
  return html`<fieldset>
      <legend>What</legend>
      ${
        trace
          ? html`<label class="choice">
              <input type="radio" name="what" data-first .checked=${!isAll} @change=${choose(false)} />
              <span>This trace</span><span class="count">${plural(trace.spans.length, 'span')}</span>
            </label>`
          : ''
      }
      <label class="choice">
        <input type="radio" name="what" .checked=${isAll} @change=${choose(true)} />
        <span>All that the list shows</span><span class="count">${plural(traces.length, 'trace')}</span>
      </label>
    </fieldset>
    <fieldset>
      <legend>Leave out</legend>
      ${PARTS.map(
        ([name, label, note]) =>
          html`<label class="choice">
            <input
              type="checkbox"
              .checked=${redaction[name]}
              @change=${(event: Event) => {
                host.state.set(name, (event.target as HTMLInputElement).checked)
                host.redraw()
              }}
            />
            <span>${label}${note === '' ? '' : html`<small>${note}</small>`}</span>
          </label>`,
      )}
    </fieldset>
    <p class="actions">
      <button
        class="button main"
        @click=${(event: Event) => save(event.currentTarget as HTMLElement, chosen, redaction)}
      >
        ${isRedacted ? 'Save redacted' : 'Save whole'}
      </button>
      <span>OTLP JSON, ${plural(spans, 'span')}. Written to your disk, sent nowhere.</span>
    </p>`
}

/** What is to be shared is redacted unless a person says otherwise. */
function redactionIn({ state }: SheetHost): Redaction {
  const is = (name: keyof Redaction): boolean => state.get(name) !== false
  return { content: is('content'), secrets: is('secrets'), addresses: is('addresses') }
}

function save(from: HTMLElement, traces: readonly Trace[], redaction: Redaction): void {
  const resourceSpans = traces.flatMap((trace) => {
    const { resourceSpans: groups } = otlpOf(redactedTrace(trace, redaction)) as { resourceSpans: readonly unknown[] }
    return groups
  })
  const name = traces.length === 1 ? `trace-${traces[0]!.traceId.slice(0, 8)}` : `traces-${traces.length}`
  saveText(from, `${name}.json`, JSON.stringify({ resourceSpans }))
}
