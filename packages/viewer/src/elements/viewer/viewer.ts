import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { type Dock, DockController, type DockHost } from '../../controllers/dock.ts'
import { FilterController } from '../../controllers/filter.ts'
import { SheetController } from '../../controllers/sheets.ts'
import { FrameController } from '../../controllers/frame.ts'
import {
  CloseEvent,
  type FollowChangeEvent,
  type SpanChoiceEvent,
  type SpanJumpEvent,
  type TraceChoiceEvent,
} from '../../events.ts'
import { Feeds } from '../../feed/feeds.ts'
import { Pausable } from '../../feed/pausable.ts'
import { icon } from '../../icons.ts'
import { plural } from '../../model/format.ts'
import { readDeepLink } from '../../model/share/deep-link.ts'
import { onReaderChange } from '../../model/reading.ts'
import { Selection } from '../../model/selection.ts'
import type { Span, Trace } from '../../model/span.ts'
import { type Source, SpanStore } from '../../model/span-store.ts'
import { now } from '../../now.ts'
import { lateViews, loadLateViews } from '../../late.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { theme } from '../../styles/theme.ts'
import type { SpanDetailElement } from '../span-detail/span-detail.ts'
import type { SpanTreeElement } from '../span-tree/span-tree.ts'
import type { TraceListElement } from '../trace-list/trace-list.ts'
import { Announcer } from './announcer.ts'
import { keepEventsInside } from './contain-events.ts'
import { separatorView } from './separator.ts'
import type { FeedStatus } from './status.ts'
import type { PutAway } from './welcome.ts'
import { toolbarView, toolView, type ViewName } from './toolbar.ts'
import { viewerStyles } from './viewer.styles.ts'

/**
 * `<spanlit-viewer>`: live traces in the page. It reads the page's own feed and, with `endpoint`, the event stream of a
 * Spanlit receiver; nothing else of it touches the network or the page.
 *
 * @fires spanlit-close when its close button was pressed (`CloseEvent`). Whoever put the viewer into the page removes it.
 * @cssprop [--spanlit-ground=light-dark(#ffffff, #15171c)] the background
 * @cssprop [--spanlit-ground-raised=light-dark(#f6f7f9, #1b1e25)] bars and cards
 * @cssprop [--spanlit-line=light-dark(#e1e4ea, #2b303b)] lines
 * @cssprop [--spanlit-ink=light-dark(#191d26, #e8ebf1)] text
 * @cssprop [--spanlit-ink-muted=light-dark(#4b5565, #b2b9c6)] second text
 * @cssprop [--spanlit-ink-faint=light-dark(#5b6474, #9aa4b5)] third text
 * @cssprop [--spanlit-accent=light-dark(#4f46e5, #a5a1ff)] what is chosen, has the focus, runs, or is a link
 * @cssprop [--spanlit-error=light-dark(#b91616, #ff8c83)] failures
 * @cssprop [--spanlit-font] text; the system's font by default
 * @cssprop [--spanlit-font-mono] code and JSON; the system's font by default
 * @cssprop [--spanlit-font-size=13px] the size of text
 */
export class SpanlitViewer extends SpanlitElement implements DockHost {
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    dock: { type: String, reflect: true },
    theme: { type: String, reflect: true },
  }
  static override styles: CSSResultGroup = [theme, base, viewerStyles]

  /** Base URL of a Spanlit receiver, e.g. `/__spanlit`; its `/live` is read. Without it, only the page's own feed is. */
  declare endpoint: string | undefined
  /** Where it is shown: docked at the `bottom` or `right` of the page, in a `window` of its own, or `inline` in its own box. */
  declare dock: Dock
  /** `light` or `dark`; without it, what the person prefers. */
  declare theme: 'light' | 'dark' | undefined

  readonly #store = new SpanStore()
  readonly #feed = new Pausable((event, source) => this.#receive(event, source))
  readonly #feeds = new Feeds({
    event: (event, source) => this.#take(event, source),
    state: () => this.#frame.request(),
  })
  readonly #frame = new FrameController(this, () => this.requestUpdate())
  readonly #announcer = new Announcer()
  readonly #services = new Set<string>()
  #pageSeen = false
  /** What was cleared last, until this page goes. */
  #putAway: PutAway | undefined
  #stopReading: (() => void) | undefined
  #view: ViewName = 'traces'
  /** Views whose code is there. */
  readonly #views = new Set<ViewName>()
  readonly #selection = new Selection()
  readonly #filter = new FilterController(this, this.#store, this.#selection)
  readonly #sheets = new SheetController(this, this.#store, this.#selection, () => void this.#focusShown())
  readonly #dock = new DockController(this, () => this.#frame.request())
  #said = ''
  /** What a screen reader is to be told of what the person just did: before any news. */
  #answer: string | undefined
  #detail: 'loading' | 'ready' | 'failed' = lateViews() ? 'ready' : 'loading'

  constructor() {
    super()
    this.dock = 'bottom'
  }

  /**
   * Forgets all traces, also those that are held back. While the viewer is in the page, they stay forgotten: its feeds replay what they
   * hold when they are opened again, after a reload too.
   */
  clear(): void {
    this.#feed.passHeld()
    const count = this.#store.traces.length
    const services = this.#services.size
    const unmark = this.isConnected ? this.#feeds.clear(this.#store.endedSpans()) : undefined
    const restore = this.#store.clear()
    this.#putAway = {
      count,
      services,
      at: now(),
      restore: () => {
        unmark?.()
        restore()
        this.#putAway = undefined
        this.requestUpdate()
        this.focus()
      },
    }
    this.#announcer.reset()
    this.#services.clear()
    this.#selection.reset()
    this.requestUpdate()
  }

  /** Holds events back until `resume()`. */
  pause(): void {
    this.#feed.pause()
    this.requestUpdate()
  }

  resume(): void {
    this.#feed.resume()
    this.requestUpdate()
  }

  /** Shows a trace, and one of its spans. */
  select(traceId: string, spanId?: string): void {
    this.#selection.chooseTrace(traceId, true)
    if (spanId !== undefined) this.#selection.chooseSpan(spanId, true)
    this.requestUpdate()
  }

  /** `#spanlit=<trace>/<span>` in the page's address shows a trace and a span, once they are there. */
  readonly #onHash = (): void => {
    const link = readDeepLink(location.hash)
    if (link) this.select(link.traceId, link.spanId)
  }

  /** Puts the keyboard focus into the viewer. */
  override focus(): void {
    void this.#focusShown()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#onHash)
    this.#onHash()
    this.#stopReading = onReaderChange(() => this.#readAgain())
    if (!this.#dock.moving) this.#feeds.open(this.endpoint)
    void this.#loadDetail()
    // What was taken out of the page left the top layer, and comes back into it when it is drawn.
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#onHash)
    this.#stopReading?.()
    if (!this.#dock.moving) this.#feeds.close()
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = super.createRenderRoot()
    keepEventsInside(root)
    return root
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('endpoint') && this.hasUpdated) this.#feeds.open(this.endpoint)
    if (changed.has('dock') && this.hasUpdated) void this.#applyDock()
    this.#selection.settle(this.#store)
    this.#said = this.#answer ?? safely(() => this.#announcer.news(this.#store, now()), undefined) ?? this.#said
    this.#answer = undefined
  }

  protected override render(): TemplateResult {
    const store = this.#store
    const { traces } = this.#filter
    const trace = store.trace(this.#selection.traceId)
    const status = this.#status()
    return html`<section
      class="panel ${this.#dock.shown}"
      role="region"
      aria-label="Spanlit traces"
      popover=${this.#dock.shown === 'bottom' || this.#dock.shown === 'right' ? 'manual' : nothing}
      @keydown=${this.#onKeyDown}
      @dragover=${this.#sheets.onDragOver}
      @drop=${this.#sheets.onDrop}
      @paste=${this.#sheets.onPaste}
    >
      ${toolbarView({
        status,
        view: this.#view,
        onView: (view) => void this.#showView(view),
        onKeys: () => void this.#sheets.open('keys'),
        onOpen: () => void this.#sheets.open('open'),
        filter: this.#filter.text,
        dock: this.#dock.shown,
        paused: this.#feed.paused,
        canClear: store.spanCount > 0,
        onFilter: (text) => this.#filter.set(text),
        onFilterClear: () => {
          this.#filter.set('')
          this.#filterBox?.focus()
        },
        onFilterKey: (event) => this.#onFilterKey(event),
        onPause: () => (this.#feed.paused ? this.resume() : this.pause()),
        onClear: () => this.clear(),
        onDock: (dock) => {
          this.dock = dock
        },
        onClose: () => this.#close(),
      })}
      ${store.traces.length === 0 ? (lateViews()?.welcomeView(status, this.#putAway) ?? html`<div></div>`) : traces.length === 0 ? this.#noMatchView() : this.#view === 'conversations' ? this.#conversationsView(traces) : this.#bodyView(traces, trace)}
      ${this.#sheets.view(trace, trace && this.#selection.spanId !== undefined ? trace.byId.get(this.#selection.spanId) : undefined, traces)}
      ${this.#gripView()}
      <div class="unseen" role="status" aria-live="polite">${this.#said}</div>
    </section>`
  }

  protected override firstUpdated(): void {
    if (this.dock === 'window') void this.#applyDock()
  }

  protected override updated(): void {
    const panel = this.#panel
    if (!panel) return
    this.#dock.draw(panel)
  }

  #bodyView(traces: readonly Trace[], trace: Trace | undefined): TemplateResult {
    const { traceId, spanId, following, page } = this.#selection
    const span = spanId === undefined ? undefined : trace?.byId.get(spanId)
    const width = this.#panel?.clientWidth ?? 1200
    const time = now()
    return html`<div class="body" data-page=${page}>
      <spanlit-trace-list
        .traces=${traces}
        .total=${this.#store.traces.length}
        .revision=${this.#store.revision}
        .selected=${traceId}
        .following=${following}
        .note=${this.#note()}
        @trace-choice=${this.#onTraceChoice}
        @follow-change=${this.#onFollowChange}
      ></spanlit-trace-list>
      <div class="back">
        <button class="button" @click=${this.#goBack}>${icon('arrowLeft')}${this.#backLabel}</button>
        ${this.#stepView(traces, trace)}
      </div>
      <div class="head-area">
        ${trace ? safely<unknown>(() => lateViews()?.traceHeadView(trace, time, (kind) => void this.#sheets.open(kind)), nothing) : traceId === undefined ? nothing : html`<p class="missing">The trace of the link is neither in this page nor in its receiver, nor in an opened file.</p>`}
      </div>
      <spanlit-span-tree
        .trace=${trace}
        .revision=${trace?.revision ?? 0}
        .selected=${spanId}
        .filter=${this.#filter.results}
        @span-choice=${this.#onSpanChoice}
        @tree-leave=${this.#goBack}
      ></spanlit-span-tree>
      ${separatorView({
        label: 'Resize the span’s column',
        className: 'divider',
        orientation: 'vertical',
        size: (this.#dock.detailShare ?? 0.36) * width,
        least: 300,
        most: Math.max(320, width - 600),
        onResize: (size) => this.#dock.resizeDetail(size / width),
        onSettled: () => this.#dock.save(),
      })}
      ${this.#detailView(trace, span)}
    </div>`
  }

  /** Where the shown trace stands in the list, with the way to the newer and the older one. */
  #stepView(traces: readonly Trace[], trace: Trace | undefined): unknown {
    const at = trace ? traces.indexOf(trace) : -1
    if (at === -1) return nothing
    const step = (by: number): void => {
      this.#selection.chooseTrace(traces[at + by]!.traceId)
      this.requestUpdate()
    }
    return html`<span class="where">${at + 1} of ${traces.length}</span>
      ${toolView('arrowLeft', 'Newer trace', () => step(-1), undefined, at === 0)}
      ${toolView('chevron', 'Older trace', () => step(1), undefined, at === traces.length - 1)}`
  }

  #noMatchView(): unknown {
    const clear = (): void => {
      this.#filter.set('')
      this.#filterBox?.focus()
    }
    return lateViews()?.noMatchView(this.#filter.text, this.#store.traces.length, clear) ?? html`<div></div>`
  }

  #conversationsView(traces: readonly Trace[]): TemplateResult {
    if (!this.#views.has('conversations')) return html`<div></div>`
    return html`<spanlit-conversations
      .traces=${traces}
      .revision=${this.#store.revision}
      @span-jump=${this.#onSpanJump}
    ></spanlit-conversations>`
  }

  /** Views beyond the first are loaded when they are first looked at. */
  async #showView(view: ViewName): Promise<void> {
    this.#view = view
    this.requestUpdate()
    if (view === 'traces' || this.#views.has(view)) return
    const { defineConversations } = await import('../conversations/define.ts')
    defineConversations()
    this.#views.add(view)
    this.requestUpdate()
  }

  /** An element of another window's document is not upgraded later, so the element is made once its class is there. */
  #detailView(trace: Trace | undefined, span: Span | undefined): TemplateResult {
    if (this.#detail !== 'ready')
      return html`<div class="detail-missing" data-part="detail">
        ${this.#detail === 'failed' ? 'The rest of the viewer could not be loaded.' : ''}
      </div>`
    return html`<spanlit-span-detail
      data-part="detail"
      .trace=${trace}
      .span=${span}
      .revision=${trace?.revision ?? 0}
      @span-jump=${this.#onSpanJump}
    ></spanlit-span-detail>`
  }

  async #loadDetail(): Promise<void> {
    try {
      await loadLateViews()
      this.addStyles(lateViews()!.lateViewerStyles)
      this.#detail = 'ready'
    } catch {
      this.#detail = 'failed'
    }
    this.requestUpdate()
  }

  /** Spans can be read better than before: rows say more now than the names of their spans. */
  #readAgain(): void {
    this.requestUpdate()
    for (const element of Object.values(this.#columns)) element?.requestUpdate()
  }

  #gripView(): unknown {
    const dock = this.#dock.shown
    if (dock !== 'bottom' && dock !== 'right') return ''
    const view = this.ownerDocument.defaultView ?? window
    const most = (dock === 'bottom' ? view.innerHeight : view.innerWidth) - 40
    return separatorView({
      label: 'Resize the viewer',
      className: 'grip',
      orientation: dock === 'bottom' ? 'horizontal' : 'vertical',
      size: this.#dock.extent ?? (dock === 'bottom' ? Math.min(544, view.innerHeight * 0.6) : 624),
      least: dock === 'bottom' ? 120 : 280,
      most,
      onResize: (size) => this.#dock.resize(size),
      onSettled: () => this.#dock.save(),
    })
  }

  get #panel(): HTMLElement | null {
    return this.renderRoot?.querySelector('.panel') ?? null
  }

  get #filterBox(): HTMLInputElement | null {
    return this.renderRoot.querySelector('.find input')
  }

  get #columns(): { list: TraceListElement | null; tree: SpanTreeElement | null; detail: SpanDetailElement | null } {
    return {
      list: this.renderRoot.querySelector('spanlit-trace-list'),
      tree: this.renderRoot.querySelector('spanlit-span-tree'),
      detail: this.renderRoot.querySelector('spanlit-span-detail'),
    }
  }

  get #backLabel(): string {
    return this.#selection.page === 'detail' && !this.#isTall ? 'Spans' : 'Traces'
  }

  /** A tall stack shows the spans and the chosen one at once, so it has one step less. */
  get #isTall(): boolean {
    return (this.#panel?.clientHeight ?? 0) >= 540
  }

  #take(event: unknown, source: Source): void {
    if (source === 'page') this.#pageSeen = true
    this.#feed.take(event, source)
    this.#frame.request()
  }

  #receive(event: unknown, source: Source): void {
    this.#store.receive(event, source, now())
  }

  #status(): FeedStatus {
    for (const trace of this.#store.traces.slice(0, 50))
      for (const span of trace.spans.slice(0, 200)) this.#services.add(span.service === '' ? 'page' : span.service)
    return {
      services: [...this.#services],
      pageSeen: this.#pageSeen,
      receiver: this.#feeds.receiver,
      endpoint: this.endpoint,
      paused: this.#feed.paused,
      held: this.#feed.held,
      lost: this.#feed.lost,
    }
  }

  #note(): string {
    const { dropped, unreadable } = this.#store
    return [
      dropped.traces > 0 ? `${plural(dropped.traces, 'older trace')} forgotten to stay within limits` : '',
      dropped.traces === 0 && dropped.spans > 0
        ? `${plural(dropped.spans, 'span')} not kept: the limit is reached`
        : '',
      unreadable > 0 ? `${plural(unreadable, 'event')} could not be read` : '',
    ]
      .filter(Boolean)
      .join(' · ')
  }

  readonly #onTraceChoice = ({ traceId, open }: TraceChoiceEvent): void => {
    this.#selection.chooseTrace(traceId, open)
    this.requestUpdate()
    if (open) void this.#focusShown()
  }

  readonly #onFollowChange = ({ following }: FollowChangeEvent): void => {
    this.#selection.follow(following)
    this.requestUpdate()
    void this.#keepFocusOf('list')
  }

  readonly #onSpanChoice = ({ spanId, open }: SpanChoiceEvent): void => {
    this.#selection.chooseSpan(spanId, open)
    this.requestUpdate()
    if (open) void this.#keepFocusOf('tree')
  }

  /** The button that was pressed goes with the span that it stood in. */
  readonly #onSpanJump = ({ span }: SpanJumpEvent): void => {
    this.#view = 'traces'
    this.select(span.traceId, span.spanId)
    void this.updateComplete.then(() => this.#columns.detail?.focusText())
  }

  readonly #goBack = (): void => {
    const toTree = this.#selection.page === 'detail' && !this.#isTall
    this.#selection.page = toTree ? 'tree' : 'traces'
    this.requestUpdate()
    // Where all columns are in sight, the list is where one goes back to.
    void this.#focusShown(toTree ? 'tree' : 'traces')
  }

  /** Moves the keyboard focus to a column that is in sight: of a stack, that is the one that is shown. */
  async #focusShown(first: 'tree' | 'traces' = 'tree'): Promise<void> {
    await this.updateComplete
    const { list, tree, detail } = this.#columns
    if (first === 'traces' && isSeen(list)) list.focusChosen()
    else if (isSeen(tree)) tree.focusRow()
    else if (isSeen(detail)) detail.focusText()
    else if (list) list.focusChosen()
    else this.#filterBox?.focus()
  }

  /** A column of a stack that gives way to another must not take the focus with it. */
  async #keepFocusOf(column: 'list' | 'tree'): Promise<void> {
    await this.updateComplete
    if (!isSeen(this.#columns[column])) await this.#focusShown()
  }

  /** Keys that mean the same everywhere in the viewer. Elements inside have taken theirs already. */
  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const typing =
      event.composedPath()[0] instanceof (this.ownerDocument.defaultView as typeof globalThis & Window).HTMLInputElement
    if (typing || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === '?') {
      event.preventDefault()
      void this.#sheets.open('keys')
    } else if (event.key === '/') {
      event.preventDefault()
      this.#filterBox?.select()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (this.#sheets.isOpen) this.#sheets.close()
      else if (this.#selection.page === 'detail') this.#goBack()
      else this.focus()
    }
  }

  #onFilterKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
      if (this.#filter.text !== '') this.#filter.set('')
      else this.focus()
    } else if (event.key === 'Enter' && this.#filter.results) {
      // An input method's Enter ends a word.
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.#chooseMatch(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault()
      this.focus()
    }
  }

  /** As in the search of a browser's tools: the focus stays where the next match is asked for. */
  #chooseMatch(direction: 1 | -1): void {
    const found = this.#filter.choose(direction)
    this.#answer = found ?? 'No span matches the filter.'
    this.requestUpdate()
    // Also where it was chosen already, and has been scrolled away since.
    if (found !== undefined) void this.updateComplete.then(() => this.#columns.tree?.revealChosen())
  }

  #close(): void {
    this.dispatchEvent(new CloseEvent())
  }

  async #applyDock(): Promise<void> {
    if (!(await this.#dock.apply())) this.#answer = 'The browser did not open a window.'
    this.requestUpdate()
  }
}

function isSeen<T extends Element>(element: T | null): element is T {
  return element !== null && element.getClientRects().length > 0
}

function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
