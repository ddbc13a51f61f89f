import { html, nothing, type TemplateResult } from 'lit'
import { cssom } from '../../cssom.ts'
import { isGenAi, roleOf } from '../../model/role.ts'
import type { Span } from '../../model/span.ts'
import { type Attempt, attemptsOf, type Bar, layOutBar, type TimeAxis } from '../../model/waterfall.ts'

interface LaneState {
  readonly span: Span
  readonly hasChildren: boolean
  readonly axis: TimeAxis
  readonly now: number
  /** Pixels. */
  readonly laneWidth: number
}

/** What a bar looks like says what it is: a bracket holds others, a full bar is a model, an outlined bar a tool, a thin bar other work. */
function formOf({ span, hasChildren }: LaneState): 'full' | 'outlined' | 'bracket' | 'thin' {
  const role = roleOf(span)
  if (role === 'tool' || role === 'retrieval') return 'outlined'
  if (isGenAi(role) && role !== 'agent') return 'full'
  return hasChildren || role === 'agent' || role === 'workflow' ? 'bracket' : 'thin'
}

export function laneView(lane: LaneState): TemplateResult {
  const { span, axis, now } = lane
  const bar = layOutBar(span, axis.at, now)
  if (bar.outside)
    return html`<div role="gridcell" class="lane" tabindex="-1">
      <span class="outside ${bar.outside}">${bar.outside}</span>
    </div>`
  const attempts = attemptsOf(span, axis.at)
  const form = formOf(lane)
  // What came before the attempt that counts is drawn as attempts.
  const begin = attempts.at(-1)?.until ?? bar.left
  const left = Math.min(Math.max(begin, bar.left), bar.left + bar.width)
  const width = bar.left + bar.width - left
  const wait = width > 0 ? Math.max(0, bar.left + bar.wait * bar.width - left) / width : 0
  return html`<div role="gridcell" class="lane" tabindex="-1">
    ${attempts.map(attemptView)}
    <span class="bar ${form} ${bar.open ? 'open' : ''}" ${cssom({ left: percent(left), width: percent(width) })}>
      ${wait > 0 ? html`<span class="wait" ${cssom({ width: percent(wait) })}></span>` : nothing}
    </span>
    ${wait > 0 ? html`<span class="first-token" ${cssom({ left: percent(left + wait * width) })}></span>` : nothing}
    ${attempts.length > 0 ? triesView(attempts.length + 1, bar, lane.laneWidth) : nothing}
  </div>`
}

function attemptView({ left, until }: Attempt): TemplateResult {
  return html`<span class="attempt" ${cssom({ left: percent(left) })}></span
    ><span class="pause" ${cssom({ left: percent(left), width: percent(Math.max(0, until - left)) })}></span>`
}

function triesView(count: number, bar: Bar, laneWidth: number): unknown {
  const end = bar.left + bar.width
  const words = count === 2 ? '2nd try' : count === 3 ? '3rd try' : `${count}th try`
  if ((1 - end) * laneWidth < 56) return html`<span class="unseen">${words}</span>`
  return html`<span class="tries" ${cssom({ left: percent(end) })}>${words}</span>`
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 1e5) / 1e3}%`
}
