import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { cssom } from '../../cssom.ts'
import { FollowChangeEvent, TraceChoiceEvent } from '../../events.ts'
import { icon } from '../../icons.ts'
import { plural } from '../../model/format.ts'
import { scrollTopFor, windowRows } from '../../model/rows-window.ts'
import type { Trace } from '../../model/span.ts'
import { now } from '../../now.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { traceLines } from './row.ts'
import { traceListStyles } from './trace-list.styles.ts'

const ROW = 48

/**
 * The traces, newest first, as a list to choose from.
 *
 * @fires trace-choice when a trace was chosen (`TraceChoiceEvent`)
 * @fires follow-change when Follow was pressed (`FollowChangeEvent`)
 */
export class TraceListElement extends SpanlitElement {
  static override properties: PropertyDeclarations = {
    traces: { attribute: false },
    total: { attribute: false },
    revision: { attribute: false },
    selected: { attribute: false },
    following: { attribute: false },
    note: { attribute: false },
  }
  static override styles: CSSResultGroup = [base, traceListStyles]

  /** What the filter lets through. */
  declare traces: readonly Trace[]
  /** How many there are without the filter. */
  declare total: number
  declare revision: number
  declare selected: string | undefined
  /** The newest trace is chosen by itself. */
  declare following: boolean
  /** What the limits made the viewer forget, in words. */
  declare note: string

  #scrollTop = 0
  #focusWanted = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.traces = []
    this.total = 0
    this.revision = 0
    this.following = true
    this.note = ''
  }

  protected override render(): TemplateResult {
    const scroller = this.renderRoot.querySelector('.scroller')
    const window = windowRows(this.traces.length, ROW, this.#scrollTop, scroller?.clientHeight || 600, 4)
    const chosen = this.traces.findIndex((trace) => trace.traceId === this.selected)
    const shown = this.traces.slice(window.first, window.last).map((trace, at) => ({ trace, index: window.first + at }))
    if (chosen !== -1 && (chosen < window.first || chosen >= window.last))
      shown.push({ trace: this.traces[chosen]!, index: chosen })
    const time = now()
    const count =
      this.traces.length === this.total
        ? plural(this.total, 'trace')
        : `${this.traces.length} of ${plural(this.total, 'trace')}`
    return html`<div class="head">
        <span id="title">${count}</span>
        <button
          class="button follow"
          aria-pressed=${this.following}
          title="Always show the newest trace"
          @click=${() => this.dispatchEvent(new FollowChangeEvent(!this.following))}
        >
          ${icon('follow', 'small')}Follow
        </button>
      </div>
      <div class="scroller" tabindex="-1" @scroll=${this.#onScroll}>
        <div
          class="rows"
          role="listbox"
          aria-labelledby="title"
          tabindex=${this.traces.length > 0 && chosen === -1 ? 0 : -1}
          ${cssom({ height: `${window.height}px` })}
          @click=${this.#onClick}
          @keydown=${this.#onKeyDown}
        >
          ${repeat(
            shown,
            ({ trace }) => trace.traceId,
            ({ trace, index }) => this.#row(trace, index, window.top(index), time),
          )}
        </div>
      </div>
      ${this.note === '' ? nothing : html`<div class="note">${this.note}</div>`}`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override updated(changed: PropertyValues<this>): void {
    clearTimeout(this.#timer)
    // What runs gets older without a report.
    if (this.traces.some((trace) => trace.running > 0)) this.#timer = setTimeout(() => this.requestUpdate(), 250)
    if (!changed.has('selected') && !this.#focusWanted) return
    const scroller = this.renderRoot.querySelector('.scroller')!
    const index = this.traces.findIndex((trace) => trace.traceId === this.selected)
    if (index === -1) return
    scroller.scrollTop = scrollTopFor(index, this.traces.length, ROW, scroller.scrollTop, scroller.clientHeight)
    if (this.#focusWanted)
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus({ preventScroll: true })
    this.#focusWanted = false
  }

  /** Moves the keyboard focus to the chosen trace. */
  focusChosen(): void {
    this.#focusWanted = true
    this.requestUpdate()
  }

  #row(trace: Trace, index: number, top: number, time: number): TemplateResult {
    const isSelected = trace.traceId === this.selected
    return html`<div
      role="option"
      class="trace"
      tabindex=${isSelected ? 0 : -1}
      data-id=${trace.traceId}
      aria-selected=${String(isSelected)}
      aria-setsize=${this.traces.length}
      aria-posinset=${index + 1}
      ${cssom({ top: `${top}px` })}
    >
      ${traceLines(trace, time)}
    </div>`
  }

  readonly #onScroll = (event: Event): void => {
    this.#scrollTop = (event.currentTarget as HTMLElement).scrollTop
    this.requestUpdate()
  }

  readonly #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('.trace')
    if (row) this.#choose(row.dataset['id'], true)
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return
    const last = this.traces.length - 1
    const at = this.traces.findIndex((trace) => trace.traceId === this.selected)
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      Home: 0,
      End: last,
      PageDown: at + 8,
      PageUp: at - 8,
      Enter: at,
      ' ': at,
      ArrowRight: at,
    }
    const target = targets[event.key]
    if (target === undefined || last < 0) return
    event.preventDefault()
    event.stopPropagation()
    const open = target === at && (event.key === 'Enter' || event.key === ' ' || event.key === 'ArrowRight')
    if (!open) this.#focusWanted = true
    this.#choose(this.traces[Math.min(Math.max(target, 0), last)]!.traceId, open)
  }

  #choose(traceId: string | undefined, open: boolean): void {
    if (traceId !== undefined) this.dispatchEvent(new TraceChoiceEvent(traceId, open))
    this.requestUpdate()
  }
}
