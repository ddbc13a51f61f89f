import { html, type TemplateResult } from 'lit'
import { deepLinkOf } from '../../model/share/deep-link.ts'
import { copyButton } from '../span-detail/copy-button.ts'
import type { SheetHost } from './sheet-host.ts'

export function linkView({ trace, span }: SheetHost): TemplateResult {
  if (!trace) return html`<p>There is no trace to link to.</p>`
  const link = deepLinkOf(location.href, trace.traceId, span?.spanId)
  return html`<p class="field">
      <input readonly aria-label="Link" .value=${link} data-first />${copyButton('Copy the link', () => link)}
    </p>
    <p>
      Opens the panel at this span. The trace itself is not in the link: it must still be in this page, in its receiver,
      or in an opened file. Else the viewer says so.
    </p>`
}
