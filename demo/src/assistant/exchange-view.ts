import { html, nothing, type TemplateResult } from 'lit'
import { markdown } from '../markdown.ts'
import { icon, type Icon } from '../ui/icons.ts'
import type { Exchange, ShownCall } from './conversation.ts'

const ICONS: Record<string, Icon> = { search_handbook: 'search', read_instrument: 'gauge', current_time: 'clock' }

/** A question and its answer, with the tools that were called on the way. */
export function exchangeView({ question, parts, state, problem }: Exchange): TemplateResult {
  const waiting = state === 'asking' && typeof parts.at(-1) !== 'string'
  return html`
    <div class="asked"><p>${question}</p></div>
    <div class="answer ${state}">
      ${parts.map((part) => (typeof part === 'string' ? markdown(part) : callView(part)))}
      ${waiting ? html`<p class="thinking" aria-label="The model is thinking"><i></i><i></i><i></i></p>` : nothing}
      ${state === 'stopped' ? html`<p class="note">You stopped it here.</p>` : nothing}
      ${state === 'failed' ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    </div>
  `
}

function callView({ tool, argument, result }: ShownCall): TemplateResult {
  const { results, result: outcome } = (result ?? {}) as { results?: object[]; result?: string }
  const pages = results && `${results.length} ${results.length === 1 ? 'page' : 'pages'}`
  return html`<details class="call">
    <summary>
      ${icon(ICONS[tool] ?? 'bolt')}<b>${tool}</b><span class="argument">${argument}</span
      ><span class="outcome">${pages ?? outcome ?? '…'}</span>
    </summary>
    <pre><code>${JSON.stringify(result, null, 2)}</code></pre>
  </details>`
}
