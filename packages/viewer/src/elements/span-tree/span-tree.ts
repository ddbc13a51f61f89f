import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { colourOf } from '../../colours.ts'
import { FrameController } from '../../controllers/frame.ts'
import { TimelineController } from '../../controllers/timeline.ts'
import { SpanChoiceEvent, TreeLeaveEvent } from '../../events.ts'
import { cssom } from '../../cssom.ts'
import type { FilterResults } from '../../model/filter.ts'
import { formatCount, formatIdle, plural } from '../../model/format.ts'
import { matchPlace } from '../../model/matches.ts'
import { roleOf } from '../../model/role.ts'
import { recycleKeys } from '../../model/recycled-keys.ts'
import { scrollTopFor, windowRows } from '../../model/rows-window.ts'
import { isFailed, type Trace } from '../../model/span.ts'
import { treeOf, usageOf } from '../../model/trace-summary.ts'
import { type SpanTree, visiblePositions } from '../../model/tree.ts'
import { failedBelow, indexOfPosition, neighbourOf, rowIndexes, tagsOf } from '../../model/tree-rows.ts'
import type { MapBar } from '../../model/strip-map.ts'
import { ticks, type TimeAxis } from '../../model/waterfall.ts'
import { now } from '../../now.ts'
import { lateViews } from '../../late.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { actionFor, type Place } from './keys.ts'
import { percent } from './lane.ts'
import { rowView } from './row.ts'
import { spanTreeStyles } from './span-tree.styles.ts'

/** Pixels of a row: one line, or two lines where the tree is narrow or the pointer is a finger. */
const ROW = { one: 24, two: 44 }
/** Narrower than this, the bar stands under the name. */
const NARROW = 520
type MapOf = NonNullable<ReturnType<typeof lateViews>>['mapOf']

/** A tree of this many spans is not built anew more than a few times a second while it grows. */
const LARGE = 20_000

/**
 * The spans of a trace as a tree grid with a waterfall, under a map of the whole trace. Only the rows in sight are in the document.
 *
 * @fires span-choice when a span was chosen (`SpanChoiceEvent`)
 * @fires tree-leave when Escape was pressed (`TreeLeaveEvent`)
 */
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
  #twoLines = false
  #active: { id: string; column: number } | undefined
  #focusWanted = false
  #hadFocus = false
  #revealWanted = false
  readonly #timeline = new TimelineController(this)
  readonly #frame = new FrameController(this, () => this.requestUpdate())
  readonly #resized = new ResizeObserver(() => this.#measure())
  #timer: ReturnType<typeof setTimeout> | undefined
  #drawn = 0
  #keys = new Map<string, number>()
  #mapped:
    | { tree: SpanTree; revision: number; length: number; folds: number; at: number; bars: readonly MapBar[] }
    | undefined

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
    const row = this.#rowHeight
    const { tree, positions } = this.#visible(trace, time)
    const { whole, shown } = this.#timeline.axes(trace, time)
    const marks = ticks(shown, Math.max(2, Math.round(this.#laneWidth / 70)))
    const window = windowRows(positions.length, row, this.#scrollTop, this.#height || 600)
    const indexes = rowIndexes(window.first, window.last, this.#activeIndex(tree, positions))
    const ids = indexes.map((index) => tree.spans[positions[index]!]!.spanId)
    this.#keys = recycleKeys(this.#keys, ids)
    return html`${this.#stripView(trace, tree, whole, time)}
      <div
        class="grid ${this.#twoLines ? 'two-lines' : ''} ${this.filter ? 'filtered' : ''}"
        role="treegrid"
        aria-label="Spans"
        aria-rowcount=${positions.length + 1}
        aria-colcount="4"
        @keydown=${this.#onKeyDown}
      >
        <div class="head" role="row" aria-rowindex="1">
          <div class="col-name" role="columnheader"><span>Span</span>${this.#countsView(trace, tree, time)}</div>
          <div class="ruler" role="columnheader" aria-label="Time">
            ${marks.map(({ at, label }) => html`<span ${cssom({ left: percent(at) })}>${label}</span>`)}
            ${shown.folds.map(
              (fold) =>
                html`<span class="folded" ${cssom({ left: percent(fold.left), width: percent(fold.width) })}
                  >${formatIdle(fold.end - fold.start)}</span
                >`,
            )}
          </div>
          <div class="number" role="columnheader">time</div>
          <div class="number tokens" role="columnheader">tokens</div>
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
              ${marks.map(({ at }) => (at > 0.005 ? html`<i ${cssom({ left: percent(at) })}></i>` : ''))}
              ${shown.folds.map(
                (fold) => html`<i class="fold" ${cssom({ left: percent(fold.left), width: percent(fold.width) })}></i>`,
              )}
              ${trace.running > 0 ? html`<i class="now" ${cssom({ left: percent(shown.at(time)) })}></i>` : ''}
            </div>
            ${repeat(
              indexes,
              (index) => this.#keys.get(tree.spans[positions[index]!]!.spanId),
              (index) => this.#row(tree, positions[index]!, index, window.top(index), shown, time),
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

  #row(tree: SpanTree, position: number, index: number, top: number, axis: TimeAxis, time: number): TemplateResult {
    const span = tree.spans[position]!
    const trace = this.trace!
    try {
      const neighbour = neighbourOf(tree, position)
      const usage = usageOf(trace, tree)
      return rowView({
        span,
        neighbour,
        index,
        top,
        axis,
        tokens: usage.input[position]! + usage.output[position]!,
        failedBelow: failedBelow(trace, tree)[position] === 1 && !isFailed(span),
        tags: tagsOf(tree, position, neighbour),
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

  #stripView(trace: Trace, tree: SpanTree, axis: TimeAxis, time: number): unknown {
    const late = lateViews()
    if (this.#twoLines || !late) return nothing
    this.addStyles(late.stripStyles)
    const timeline = this.#timeline
    return late.stripView({
      trace,
      axis,
      bars: this.#map(late.mapOf, trace, tree, axis, time),
      part: timeline.part,
      folds: timeline.folds,
      canFold: timeline.canFold(trace),
      onPart: (part) => timeline.show(part),
      onFold: () => timeline.toggleFold(),
    })
  }

  #map(mapOf: MapOf, trace: Trace, tree: SpanTree, axis: TimeAxis, time: number): readonly MapBar[] {
    const known = this.#mapped
    const isCurrent = known?.tree === tree && known.length === axis.length && known.folds === axis.folds.length
    if (isCurrent && (known.revision === trace.revision || time - known.at < 500)) return known.bars
    const bars = mapOf(tree, axis, time, colourOf)
    this.#mapped = { tree, revision: trace.revision, length: axis.length, folds: axis.folds.length, at: time, bars }
    return bars
  }

  get #rowHeight(): number {
    return this.#twoLines ? ROW.two : ROW.one
  }

  #countsView(trace: Trace, tree: SpanTree, time: number): TemplateResult {
    if (!this.filter) return html`<span class="counts"></span>`
    const { place, count } = matchPlace(tree, this.selected, this.filter, time)
    const words = place > 0 ? `${formatCount(place)} of ${formatCount(count)}` : plural(count, 'match', 'matches')
    const all = plural(trace.spans.length, 'span')
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
    const view = this.ownerDocument.defaultView ?? window
    const twoLines = this.clientWidth < NARROW || view.matchMedia('(pointer: coarse)').matches
    if (scroller.clientHeight === this.#height && laneWidth === this.#laneWidth && twoLines === this.#twoLines) return
    this.#twoLines = twoLines
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
      columns: 4,
      pageSize: Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1),
      hasChildren: tree.descendants[position]! > 0,
      isOpen: !this.#collapsed.has(tree.spans[position]!.spanId),
      parent: () => (tree.parent[position] === -1 ? index : indexOfPosition(positions, tree.parent[position]!)),
      nextModel: (direction) => {
        for (let at = index + direction; at >= 0 && at < positions.length; at += direction)
          if (roleOf(tree.spans[positions[at]!]!) === 'model') return at
        return index
      },
      nextFailure: () => {
        for (let at = index + 1; at < positions.length; at++) if (isFailed(tree.spans[positions[at]!]!)) return at
        for (let at = 0; at < index; at++) if (isFailed(tree.spans[positions[at]!]!)) return at
        return index
      },
    })
    if (!action && !(isPlain(event) && this.#timeline.key(event.key))) return
    event.preventDefault()
    event.stopPropagation()
    if (!action) return
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
    const top = scrollTopFor(index, positions.length, this.#rowHeight, scroller.scrollTop, height)
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

function isPlain({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return !altKey && !ctrlKey && !metaKey
}
