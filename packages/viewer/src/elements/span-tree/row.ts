import { html, nothing, type TemplateResult } from 'lit'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import { failureOf } from '../../model/failure.ts'
import { formatCount, formatDuration, formatRunning } from '../../model/format.ts'
import { roleOf, ROLE_WORDS } from '../../model/role.ts'
import { isFailed, type Span } from '../../model/span.ts'
import { rowTextOf } from '../../model/subtitle.ts'
import { readUsage } from '../../model/usage.ts'
import { layOutBar, type TimeRange } from '../../model/waterfall.ts'

export interface RowState {
  readonly span: Span
  /** A call of a model beside this one. */
  readonly neighbour: Span | undefined
  readonly index: number
  readonly top: number
  readonly depth: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly isDim: boolean
  readonly colour: string
  readonly range: TimeRange
  readonly now: number
  /** Pixels. */
  readonly laneWidth: number
}

/** Deeper levels stand no further in: a tree of a hundred levels still leaves room for names. */
const MAX_INDENT = 14

export function rowView(row: RowState): TemplateResult {
  const { span } = row
  const role = roleOf(span)
  const failed = isFailed(span)
  const { title, subtitle } = rowTextOf(span, row.neighbour)
  return html`<div
    role="row"
    class="row ${failed ? 'failed' : ''} ${row.isDim ? 'dim' : ''}"
    id=${`row-${span.spanId}`}
    tabindex=${row.isActive ? 0 : -1}
    data-index=${row.index}
    aria-level=${row.depth + 1}
    aria-rowindex=${row.index + 2}
    aria-expanded=${row.hasChildren ? String(row.isOpen) : nothing}
    aria-selected=${row.isSelected ? 'true' : nothing}
    ${cssom({ top: `${row.top}px`, '--k': failed ? 'var(--bad)' : row.colour })}
  >
    <div role="rowheader" class="name" tabindex="-1" title=${subtitle === '' ? title : `${title}\n${subtitle}`}>
      <span class="indent" ${cssom({ '--depth': String(Math.min(row.depth, MAX_INDENT)) })}></span>
      <span class="twist">${row.hasChildren ? icon('chevron') : nothing}</span>
      <span class="tile">${icon(failed ? 'failure' : role)}</span>
      <span class="unseen">${failed ? `failed ${ROLE_WORDS[role]}` : ROLE_WORDS[role]}</span>
      <b>${title}</b>${subtitle === '' ? nothing : html`<em>${subtitle}</em>`}
    </div>
    ${laneView(row)}
  </div>`
}

function laneView({ span, range, now, laneWidth }: RowState): TemplateResult {
  const bar = layOutBar(span, range, now)
  const end = bar.left + bar.width
  const needed = labelWidth(span, now)
  const fitsAfter = (1 - end) * laneWidth >= needed
  // A label that finds no room behind its bar stands before it; where that is too narrow as well, the duration must do.
  const before = !fitsAfter && bar.left * laneWidth >= needed
  const place = before ? { right: percent(1 - bar.left), left: 'auto' } : { left: percent(end), right: 'auto' }
  return html`<div role="gridcell" class="lane" tabindex="-1">
    <span class="bar ${bar.open ? 'open' : ''}" ${cssom({ left: percent(bar.left), width: percent(bar.width) })}>
      ${bar.wait > 0 ? html`<span class="wait" ${cssom({ width: percent(bar.wait) })}></span>` : nothing}
    </span>
    <span class="label ${before ? 'before' : fitsAfter ? '' : 'short'}" ${cssom(place)}
      >${labelView(span, now, !before && !fitsAfter)}</span
    >
  </div>`
}

/** About how many pixels a label takes: measuring each would lay out the page each time. */
function labelWidth(span: Span, now: number): number {
  const failure = failureOf(span)
  if (failure) return 10 + 6.6 * String(failure.code ?? failure.words).length
  if (span.end === undefined) return span.streamed ? 112 : 52
  const usage = readUsage(span.attributes)
  const tokens = (usage.input ?? 0) + (usage.output ?? 0)
  const duration = formatDuration((span.end ?? now) - span.start).length
  return 10 + 6.6 * (duration + (tokens > 0 ? formatCount(tokens).length + 7 : 0))
}

function labelView(span: Span, now: number, isShort: boolean): unknown {
  const failure = failureOf(span)
  if (failure) {
    const words = isShort && span.end !== undefined ? formatDuration(span.end - span.start) : failure.words
    return html`<span class="bad">${failure.code ?? words}</span>`
  }
  if (span.end === undefined) {
    const elapsed = formatRunning(now - span.start)
    if (span.streamed) return html`<span class="run">streaming</span> <i>${elapsed}</i>`
    return html`${elapsed}…`
  }
  const usage = readUsage(span.attributes)
  const tokens = (usage.input ?? 0) + (usage.output ?? 0)
  return html`${formatDuration(span.end - span.start)}${tokens > 0 ? html` <i>· ${formatCount(tokens)} tok</i>` : nothing}`
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 1e5) / 1e3}%`
}
