import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { plural } from '../../model/format.ts'
import type { ImportedFile } from '../../model/import/read-file.ts'
import { isRecord } from '../../model/unknown.ts'
import type { SheetHost } from './sheet-host.ts'

/** Opens files of traces: dropped, pasted or chosen. They are read here and sent nowhere. */
export function openView(host: SheetHost): TemplateResult {
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement
    host.openFiles([...(input.files ?? [])])
    input.value = ''
  }
  const paste = async (event: Event): Promise<void> => {
    const view = (event.currentTarget as HTMLElement).ownerDocument.defaultView ?? window
    try {
      host.openText('pasted', await view.navigator.clipboard.readText())
    } catch {
      host.state.set('refused', true)
      host.redraw()
    }
  }
  return html`<label class="drop">
      ${icon('open')}<b>Drop files here, or choose them</b>
      <span>OTLP JSON, NDJSON, Collector file, Jaeger, Zipkin v2, Spanlit</span>
      <input
        class="unseen"
        type="file"
        multiple
        accept=".json,.jsonl,.ndjson,.txt,application/json"
        data-first
        @change=${choose}
      />
    </label>
    <p class="actions">
      <button class="button outlined" @click=${paste}>Paste</button>
      <span>Read here, sent nowhere.</span>
    </p>
    ${host.state.has('refused') ? html`<p class="warn">The browser does not let the page read the clipboard.</p>` : nothing}
    <ul class="files">
      ${host.files.map(fileView)}
    </ul>`
}

function fileView({ name, format, events, problems }: ImportedFile): TemplateResult {
  const traces = new Set(
    events.map((event) => (isRecord(event) && isRecord(event['span']) ? event['span']['traceId'] : undefined)),
  ).size
  const look = events.length === 0 ? 'bad' : problems.length > 0 ? 'warn' : 'new'
  return html`<li>
    <span class=${look}>${icon(events.length === 0 ? 'failure' : problems.length > 0 ? 'warning' : 'check')}</span>
    <b>${name}</b>
    <span class="count">${events.length === 0 ? 'refused' : plural(traces, 'trace')}</span>
    <p>
      ${events.length === 0 ? nothing : `${format}, ${plural(events.length, 'span')}.`}
      ${problems.slice(0, 3).map((problem) => html`<code>${problem}</code> `)}
      ${problems.length > 3 ? `and ${problems.length - 3} more` : nothing}
    </p>
  </li>`
}
