import { html, nothing, type TemplateResult } from 'lit'

import { markdown } from '../markdown/render.ts'
import { icon, type Icon } from '../ui/icons.ts'
import type { Exchange, ShownCall } from './conversation.ts'

const ICONS: Record<string, Icon> = { search_handbook: 'search', calculate: 'sum', current_time: 'clock' }

/** A question and its answer, with the tools that were called on the way. */
export function exchangeView(exchange: Exchange): TemplateResult {
  const { question, parts, state, problem } = exchange
  const waiting = state === 'asking' && parts.at(-1)?.kind !== 'text'
  return html`
    <div class="asked"><p>${question}</p></div>
    <div class="answer ${state}">
      ${parts.map((part) => (part.kind === 'text' ? markdown(part.text) : callView(part)))}
      ${waiting ? html`<p class="thinking" aria-label="The model is thinking"><i></i><i></i><i></i></p>` : nothing}
      ${state === 'stopped' ? html`<p class="note">You stopped it here.</p>` : nothing}
      ${state === 'failed' ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    </div>
  `
}

function callView(call: ShownCall): TemplateResult {
  return html`<details class="call">
    <summary>
      ${icon(ICONS[call.tool] ?? 'bolt')}<b>${call.tool}</b><span class="argument">${call.argument}</span
      ><span class="outcome">${call.result ? summaryOf(call.result) : '…'}</span>
    </summary>
    <pre><code>${call.result ? JSON.stringify(call.result, null, 2) : ''}</code></pre>
  </details>`
}

function summaryOf(result: object): string {
  if ('error' in result) return String(result.error)
  if ('result' in result) return String(result.result)
  if ('local_time' in result) return String(result.local_time)
  if ('results' in result && Array.isArray(result.results)) {
    const count = result.results.length
    return count === 0 ? 'nothing found' : `${count} ${count === 1 ? 'page' : 'pages'}`
  }
  return ''
}
