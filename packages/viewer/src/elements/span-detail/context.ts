import { html, nothing } from 'lit'
import { cssom } from '../../cssom.ts'
import { formatShare } from '../../model/format.ts'
import { type ContextShare, contextShares } from '../../model/genai/context-share.ts'
import { roleOf } from '../../model/role.ts'
import type { Span } from '../../model/span.ts'

const COLOURS: Readonly<Record<ContextShare['part'], string>> = {
  system: 'var(--part-1)',
  tools: 'var(--part-2)',
  user: 'var(--part-3)',
  assistant: 'var(--part-4)',
  'tool results': 'var(--part-5)',
}

/** What the input of a call consists of, by part. */
export function contextView(span: Span): unknown {
  if (roleOf(span) !== 'model') return nothing
  const shares = contextShares(span)
  if (shares.length === 0) return nothing
  return html`<div class="context">
    <div class="parts" aria-hidden="true">
      ${shares.map(({ part, share }) => html`<i ${cssom({ width: `${share * 100}%`, background: COLOURS[part] })}></i>`)}
    </div>
    <div class="legend" role="group" aria-label="The prompt by part, estimated by length">
      <span>Prompt</span>
      ${shares.map(({ part, share }) => html`<span><i ${cssom({ background: COLOURS[part] })}></i>${part} ${formatShare(share)}</span>`)}
    </div>
  </div>`
}
