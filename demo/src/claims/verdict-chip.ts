import { html, nothing, type TemplateResult } from 'lit'

import { icon, type Icon } from '../ui/icons.ts'
import type { Assessment, Verdict } from './check.ts'

const LOOKS: Record<Verdict, { icon: Icon; tone: string; title: string }> = {
  True: { icon: 'check', tone: 'good', title: 'The evidence supports it' },
  False: { icon: 'cross', tone: 'bad', title: 'The evidence denies it' },
  NEE: { icon: 'question', tone: 'open', title: 'Not enough evidence' },
}

/** A claim's verdict, or that it is being asked for. */
export function verdictChip(state: Assessment | 'asking' | 'waiting' | undefined): TemplateResult | typeof nothing {
  if (state === undefined) return nothing
  if (state === 'waiting') return html`<span class="chip waiting"><i></i></span>`
  if (state === 'asking') return html`<span class="chip asking">asking</span>`
  const look = LOOKS[state.verdict]
  const title = state.said ? `The model said: ${state.said}` : `${look.title}, by evidence ${state.context + 1}`
  return html`<span class="chip ${look.tone}" title=${title}>
    ${icon(look.icon)}${state.verdict}<span class="by">by ${state.context + 1}</span>
  </span>`
}
