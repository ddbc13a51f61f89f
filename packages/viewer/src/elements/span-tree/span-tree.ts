import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { colourOf } from '../../colours.ts'
import { FrameController } from '../../controllers/frame.ts'
import { SpanChoiceEvent, TreeLeaveEvent } from '../../events.ts'
import { cssom } from '../../cssom.ts'
import type { FilterResults } from '../../model/filter.ts'
import { formatCount, plural } from '../../model/format.ts'
import { matchPlace } from '../../model/matches.ts'
import { roleOf } from '../../model/role.ts'
import { recycleKeys } from '../../model/recycled-keys.ts'
import { scrollTopFor, windowRows } from '../../model/rows-window.ts'
import type { Trace } from '../../model/span.ts'
import { treeOf } from '../../model/trace-summary.ts'
import { type SpanTree, visiblePositions } from '../../model/tree.ts'
import { indexOfPosition, neighbourOf, rowIndexes } from '../../model/tree-rows.ts'
import { ticks, timeRange } from '../../model/waterfall.ts'
import { now } from '../../now.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { actionFor, type Place } from './keys.ts'
import { rowView } from './row.ts'
import { spanTreeStyles } from './span-tree.styles.ts'

const ROW = 26
/** A tree of this many spans is not built anew more than a few times a second while it grows. */
const LARGE = 20_000

/** The spans of a trace as a tree grid with a waterfall. Only the rows in sight are in the document. */
export class SpanTreeElement extends SpanlitElement {
  static override properties: PropertyDeclarations = {
    trace: { attribute: false },
    revision: { attribute: false },
    selected: { attribute: false },
    filter: { attribute: false },
  }
  static override styles: CSSResultGroup = [base, spanTreeStyles]

  declare trace: Trace | undefined
  /** The revision of the trace that is to be shown. */
  declare revision: number
  /** The id of the chosen span. */
  declare selected: string | undefined
  declare filter: FilterResults | undefined

  #collapsed = new Set<string>()
  #rows: { tree: SpanTree; positions: Int32Array; collapsed: ReadonlySet<string>; at: number } | undefined
  #scrollTop = 0
  #height = 0
  #laneWidth = 300
  #active: { id: string; column: number } | undefined
  #focusWanted = false
  #hadFocus = false
  #revealWanted = false
  readonly #frame = new FrameController(this, () => this.requestUpdate())
  readonly #resized = new ResizeObserver(() => this.#measure())
  #timer: ReturnType<typeof setTimeout> | undefined
  #drawn = 0
  #keys = new Map<string, number>()

  constructor() {
    super()
    this.revision = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const scroller = this.#scroller
    if (scroller) this.#resized.observe(scroller)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
    clearTimeout(this.#timer)
  }

  /** Moves the keyboard focus to the chosen row. */
  focusRow(): void {
    this.#active = this.selected === undefined ? this.#active : { id: this.selected, column: -1 }
    this.#focusWanted = true
    this.#revealWanted = true
    this.requestUpdate()
  }

  /** Brings the chosen row into sight; the keyboard focus stays where it is. */
  revealChosen(): void {
    this.#revealSelected()
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = this.shadowRoot?.activeElement?.closest('[role="row"]') != null
    if (changed.has('trace')) {
      this.#rows = undefined
      this.#active = undefined
      if (!this.trace || changed.get('trace')?.traceId !== this.trace.traceId) this.#collapsed = new Set()
    }
    if (changed.has('selected') || changed.has('trace')) this.#revealSelected()
  }

  protected override render(): TemplateResult {
    const { trace } = this
    const time = now()
    this.#drawn = time
    if (!trace) return html`<div class="head"></div>`
    const { tree, positions } = this.#visible(trace, time)
    const range = timeRange(trace, time, this.#laneWidth)
    const marks = ticks(range, 5)
    const window = windowRows(positions.length, ROW, this.#scrollTop, this.#height || 600)
    const indexes = rowIndexes(window.first, window.last, this.#activeIndex(tree, positions))
    const ids = indexes.map((index) => tree.spans[positions[index]!]!.spanId)
    this.#keys = recycleKeys(this.#keys, ids)
    return html`<div
      class="grid"
      role="treegrid"
      aria-label="Spans"
      aria-rowcount=${positions.length + 1}
      aria-colcount="2"
      @keydown=${this.#onKeyDown}
    >
      <div class="head" role="row" aria-rowindex="1">
        <div class="col-name" role="columnheader"><span>Span</span>${this.#countsView(trace, tree, time)}</div>
        <div class="ruler" role="columnheader" aria-label="Time">
          ${marks.map(({ at, label }) => html`<span ${cssom({ left: `${at * 100}%` })}>${label}</span>`)}
        </div>
      </div>
      <div
        class="scroller"
        role="rowgroup"
        tabindex="-1"
        @scroll=${this.#onScroll}
        @click=${this.#onClick}
        @focusin=${this.#onFocusIn}
      >
        <div class="rows" role="presentation" ${cssom({ height: `${window.height}px` })}>
          <div class="lines" role="presentation">
            ${marks.slice(1).map(({ at }) => html`<i ${cssom({ left: `${at * 100}%` })}></i>`)}
          </div>
          ${repeat(
            indexes,
            (index) => this.#keys.get(tree.spans[positions[index]!]!.spanId),
            (index) => this.#row(tree, positions[index]!, index, window.top(index), range, time),
          )}
        </div>
      </div>
    </div>`
  }

  protected override updated(): void {
    const scroller = this.#scroller
    if (!scroller) return
    if (this.#height === 0) {
      this.#resized.observe(scroller)
      this.#measure()
    }
    // A row that is moved within the document loses the focus, and gets it back.
    if (this.#hadFocus && this.shadowRoot?.activeElement == null) this.#focusWanted = true
    if (this.#revealWanted) this.#reveal(scroller)
    else if (this.#focusWanted) this.#focusActive()
    this.#keepMoving()
  }

  #row(
    tree: SpanTree,
    position: number,
    index: number,
    top: number,
    range: ReturnType<typeof timeRange>,
    time: number,
  ): TemplateResult {
    const span = tree.spans[position]!
    try {
      return rowView({
        span,
        neighbour: neighbourOf(tree, position),
        index,
        top,
        range,
        now: time,
        laneWidth: this.#laneWidth,
        depth: tree.depth[position]!,
        hasChildren: tree.descendants[position]! > 0,
        isOpen: !this.#collapsed.has(span.spanId),
        isSelected: span.spanId === this.selected,
        isActive: span.spanId === this.#active?.id || (this.#active === undefined && index === 0),
        isDim: this.filter !== undefined && !this.filter.matches(span, time),
        colour: colourOf(span),
      })
    } catch (error) {
      // One strange span must not take the others away.
      return html`<div role="row" class="row failed" data-index=${index} ${cssom({ top: `${top}px` })}>
        <div role="rowheader" class="name"><b>${span.name}</b><em>cannot be shown: ${String(error)}</em></div>
      </div>`
    }
  }

  #countsView(trace: Trace, tree: SpanTree, time: number): TemplateResult {
    const all = plural(trace.spans.length, 'span')
    if (!this.filter) return html`<span class="counts">${all}</span>`
    const { place, count } = matchPlace(tree, this.selected, this.filter, time)
    const words = place > 0 ? `${formatCount(place)} of ${formatCount(count)}` : plural(count, 'match', 'matches')
    return html`<span class="counts" title=${`The filter finds ${formatCount(count)} of ${all}`}>${words}</span>`
  }

  #visible(trace: Trace, time: number): { tree: SpanTree; positions: Int32Array } {
    const known = this.#rows
    const isLarge = trace.spans.length > LARGE
    if (known && isLarge && known.collapsed === this.#collapsed && time - known.at < 300) return known
    const tree = treeOf(trace)
    if (known && known.tree === tree && known.collapsed === this.#collapsed) return known
    this.#rows = { tree, positions: visiblePositions(tree, this.#collapsed), collapsed: this.#collapsed, at: time }
    return this.#rows
  }

  #activeIndex(tree: SpanTree, positions: Int32Array): number {
    const id = this.#active?.id
    if (id === undefined) return positions.length > 0 ? 0 : -1
    const span = this.trace?.byId.get(id)
    const position = span === undefined ? -1 : (tree.position.get(span) ?? -1)
    return position === -1 ? -1 : indexOfPosition(positions, position)
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector('.scroller') ?? null
  }

  #measure(): void {
    const scroller = this.#scroller
    if (!scroller) return
    this.style.setProperty('--bar-room', `${scroller.offsetWidth - scroller.clientWidth}px`)
    const laneWidth = this.renderRoot.querySelector('.lines')?.clientWidth || scroller.clientWidth
    if (scroller.clientHeight === this.#height && laneWidth === this.#laneWidth) return
    this.#height = scroller.clientHeight
    this.#laneWidth = laneWidth
    this.#frame.request()
  }

  readonly #onScroll = (): void => {
    this.#scrollTop = this.#scroller!.scrollTop
    this.requestUpdate()
  }

  readonly #onClick = (event: Event): void => {
    const index = indexIn(event)
    if (index === undefined) return
    const onTwist = event
      .composedPath()
      .some((node) => node instanceof Element && node.classList.contains('twist') && node.firstElementChild)
    this.#active = { id: this.#idAt(index), column: -1 }
    if (onTwist) this.#toggle(index)
    else this.#choose(index, true)
    this.#focusWanted = true
  }

  /** Focus that came by Tab or by a screen reader is where the keys go on from. */
  readonly #onFocusIn = (event: FocusEvent): void => {
    const index = indexIn(event)
    if (index === undefined) return
    const id = this.#idAt(index)
    if (this.#active?.id !== id) {
      this.#active = { id, column: -1 }
      this.requestUpdate()
    }
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const rows = this.#rows
    if (!rows || rows.positions.length === 0) return
    const { tree, positions } = rows
    const index = Math.max(0, this.#activeIndex(tree, positions))
    const position = positions[index]!
    const action = actionFor(event, {
      place: { index, column: this.#active?.column ?? -1 },
      count: positions.length,
      columns: 2,
      pageSize: Math.max(1, Math.floor(this.#height / ROW) - 1),
      hasChildren: tree.descendants[position]! > 0,
      isOpen: !this.#collapsed.has(tree.spans[position]!.spanId),
      parent: () => (tree.parent[position] === -1 ? index : indexOfPosition(positions, tree.parent[position]!)),
      nextModel: (direction) => {
        for (let at = index + direction; at >= 0 && at < positions.length; at += direction)
          if (roleOf(tree.spans[positions[at]!]!) === 'model') return at
        return index
      },
    })
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    if (action.type === 'move') this.#moveTo(action.place)
    else if (action.type === 'toggle') this.#toggle(index)
    else if (action.type === 'open') this.#choose(index, true)
    else if (action.type === 'leave') this.dispatchEvent(new TreeLeaveEvent())
    else this.#collapse(action.type === 'collapse-all' ? tree : undefined)
  }

  #moveTo({ index, column }: Place): void {
    const id = this.#idAt(index)
    const stays = this.#active?.id === id && id === this.selected
    this.#active = { id, column }
    this.#focusWanted = true
    this.#revealWanted = true
    if (!stays) this.#choose(index, false)
    this.requestUpdate()
  }

  #choose(index: number, open: boolean): void {
    this.dispatchEvent(new SpanChoiceEvent(this.#idAt(index), open))
    this.requestUpdate()
  }

  #toggle(index: number): void {
    const collapsed = new Set(this.#collapsed)
    const id = this.#idAt(index)
    if (!collapsed.delete(id)) collapsed.add(id)
    this.#collapsed = collapsed
    this.#focusWanted = true
    this.requestUpdate()
  }

  /** Closes all spans of a tree, or opens all. The focus goes to what is left in sight. */
  #collapse(tree: SpanTree | undefined): void {
    this.#collapsed = new Set(
      tree?.spans.filter((_, position) => tree.descendants[position]! > 0).map((span) => span.spanId),
    )
    if (tree && this.#active) {
      let position = tree.position.get(this.trace!.byId.get(this.#active.id)!) ?? 0
      while (tree.parent[position]! !== -1) position = tree.parent[position]!
      this.#active = { id: tree.spans[position]!.spanId, column: -1 }
    }
    this.#focusWanted = true
    this.#revealWanted = true
    this.requestUpdate()
  }

  #idAt(index: number): string {
    const { tree, positions } = this.#rows!
    return tree.spans[positions[Math.min(index, positions.length - 1)]!]!.spanId
  }

  /** A span that was chosen elsewhere is brought into sight: what hides it is opened. */
  #revealSelected(): void {
    const span = this.selected === undefined ? undefined : this.trace?.byId.get(this.selected)
    if (!span || !this.trace) return
    const tree = treeOf(this.trace)
    const opened = new Set(this.#collapsed)
    for (let above = tree.parent[tree.position.get(span) ?? -1] ?? -1; above !== -1; above = tree.parent[above]!) {
      opened.delete(tree.spans[above]!.spanId)
    }
    if (opened.size < this.#collapsed.size) this.#collapsed = opened
    if (!this.renderRoot?.contains(this.shadowRoot?.activeElement ?? null))
      this.#active = { id: span.spanId, column: -1 }
    this.#revealWanted = true
  }

  #reveal(scroller: HTMLElement): void {
    this.#revealWanted = false
    const { tree, positions } = this.#rows!
    const index = this.#activeIndex(tree, positions)
    if (index === -1) return
    const height = scroller.clientHeight
    const top = scrollTopFor(index, positions.length, ROW, scroller.scrollTop, height)
    if (height > 0 && top !== scroller.scrollTop) {
      scroller.scrollTop = top
      this.#scrollTop = scroller.scrollTop
      this.requestUpdate()
    } else if (this.#focusWanted) this.#focusActive()
  }

  #focusActive(): void {
    this.#focusWanted = false
    const { id, column } = this.#active ?? {}
    if (id === undefined) return
    const row = this.renderRoot.querySelector<HTMLElement>(`#row-${CSS.escape(id)}`)
    const target = column === undefined || column === -1 ? row : (row?.children[column] as HTMLElement | undefined)
    target?.focus({ preventScroll: true })
  }

  /** While spans run, bars grow: with the frames, or once a second where motion is unwanted. */
  #keepMoving(): void {
    if (!this.trace || this.trace.running === 0) return
    const view = this.ownerDocument.defaultView ?? window
    const still = view.matchMedia('(prefers-reduced-motion: reduce)').matches
    const runningFor = now() - this.trace.start
    const pause = still ? 1000 : runningFor > 60_000 ? 250 : 32
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#frame.request(), Math.max(0, pause - (now() - this.#drawn)))
  }
}

function indexIn(event: Event): number | undefined {
  for (const node of event.composedPath())
    if (node instanceof HTMLElement && node.dataset['index'] !== undefined) return Number(node.dataset['index'])
  return undefined
}
