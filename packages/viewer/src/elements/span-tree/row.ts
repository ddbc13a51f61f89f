import { html, nothing, type TemplateResult } from 'lit'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import { formatCount, formatDuration, formatRunning } from '../../model/format.ts'
import { roleIcon, roleOf, roleWords } from '../../model/role.ts'
import { isFailed, type Span } from '../../model/span.ts'
import { rowTextOf } from '../../model/reading.ts'
import type { RowTags } from '../../model/tree-rows.ts'
import { laneView } from './lane.ts'
import type { TimeAxis } from '../../model/waterfall.ts'

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
  /** Something below failed, although this span did not. */
  readonly failedBelow: boolean
  readonly tags: RowTags
  readonly colour: string
  /** With everything below. */
  readonly tokens: number
  readonly axis: TimeAxis
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
  const { title, quoted, verb, subtitle, outcome } = rowTextOf(span, row.neighbour)
  const words = [verb, title, outcome, subtitle].filter(Boolean).join(' ')
  return html`<div
    role="row"
    class="row ${failed ? 'failed' : ''} ${row.isDim ? 'dim' : ''}"
    id=${`row-${span.spanId}`}
    tabindex=${row.isActive ? 0 : -1}
    data-index=${row.index}
    data-name=${span.name}
    aria-level=${row.depth + 1}
    aria-rowindex=${row.index + 2}
    aria-expanded=${row.hasChildren ? String(row.isOpen) : nothing}
    aria-selected=${row.isSelected ? 'true' : nothing}
    ${cssom({ top: `${row.top}px`, '--k': failed ? 'var(--bad)' : row.colour, '--depth': String(Math.min(row.depth, MAX_INDENT)) })}
  >
    <div role="rowheader" class="name" tabindex="-1" title=${words === span.name ? words : `${words}\n${span.name}`}>
      <span class="twist">${row.hasChildren ? icon('chevron', 'small') : nothing}</span>
      <span class="kind">${icon(failed ? 'failure' : roleIcon(role))}</span>
      <span class="unseen"
        >${failed ? `failed ${roleWords(role)}` : roleWords(role)} ${title === span.name ? nothing : span.name}</span
      >
      <span class="words"
        >${verb === '' ? nothing : html`${verb} `}${quoted ? html`<span class="quote">${title}</span>` : html`<b>${title}</b>`}${
          outcome === '' ? nothing : html` <span class=${failed ? 'bad' : 'outcome'}>${outcome}</span>`
        }${subtitle === '' ? nothing : html` <em>${subtitle}</em>`}</span
      >
      ${tagsView(row.tags)}
      ${row.failedBelow ? html`<span class="below" title="Something below failed"><span class="unseen">something below failed</span></span>` : nothing}
    </div>
    ${laneView(row)}
    <div role="gridcell" class="number time ${span.end === undefined ? 'run' : ''}" tabindex="-1">
      ${span.end === undefined ? formatRunning(row.now - span.start) : formatDuration(span.end - span.start)}
      ${span.end !== undefined ? nothing : html`<span class="unseen">${span.streamed ? 'streaming' : 'running'}</span>`}
    </div>
    <div role="gridcell" class="number tokens" tabindex="-1">${row.tokens > 0 ? formatCount(row.tokens) : nothing}</div>
  </div>`
}

function tagsView({ service, model, orphan }: RowTags): unknown {
  if (service === '' && model === '' && orphan === '') return nothing
  return html`<span class="tags"
    >${[orphan, service, model].map((tag) => (tag === '' ? nothing : html`<span class="tag">${tag}</span>`))}</span
  >`
}
