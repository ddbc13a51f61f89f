import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { FrameController } from '../../controllers/frame.ts'
import { SpanJumpEvent, type SpanReference } from '../../events.ts'
import type { Span, Trace } from '../../model/span.ts'
import { now } from '../../now.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import type { ConversationHost } from './conversation.ts'
import { headerView } from './header.ts'
import { conversationStyles } from './styles/conversation.styles.ts'
import { factsStyles } from './styles/facts.styles.ts'
import { frameStyles } from './styles/frame.styles.ts'
import { headerStyles } from './styles/header.styles.ts'
import { mediaStyles } from './styles/media.styles.ts'
import { textStyles } from './styles/text.styles.ts'
import { type DetailTab, TABS, tabsOf } from './tabs.ts'
import { TextMemory } from './text-memory.ts'

/**
 * One span: its figures, and its conversation, attributes, events and JSON in tabs.
 *
 * @fires span-jump when a link leads to another span (`SpanJumpEvent`)
 */
export class SpanDetailElement extends SpanlitElement {
  static override properties: PropertyDeclarations = {
    trace: { attribute: false },
    span: { attribute: false },
    revision: { attribute: false },
  }
  static override styles: CSSResultGroup = [
    base,
    textStyles,
    headerStyles,
    factsStyles,
    mediaStyles,
    conversationStyles,
    frameStyles,
  ]

  declare trace: Trace | undefined
  declare span: Span | undefined
  /** The revision of the trace that is to be shown: results of tools arrive in other spans. */
  declare revision: number

  #tabId = 'main'
  readonly #host: ConversationHost = Object.assign(new TextMemory(() => this.requestUpdate()), {
    jump: (span: SpanReference) => void this.dispatchEvent(new SpanJumpEvent(span)),
  })
  #followsEnd = true
  #hadFocus = false
  readonly #frame = new FrameController(this, () => this.requestUpdate())
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.revision = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('scroll', this.#onScroll)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('scroll', this.#onScroll)
    clearTimeout(this.#timer)
  }

  /** Moves the keyboard focus to what the chosen tab shows. */
  focusText(): void {
    this.#scroller?.focus({ preventScroll: true })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('span')) this.#followsEnd = this.span?.end === undefined
    this.#hadFocus = this.shadowRoot?.activeElement != null
  }

  protected override render(): TemplateResult {
    const { span, trace } = this
    if (!span || !trace) return html`<p class="nothing">Choose a span to see what was said in it.</p>`
    const tabs = tabsOf(span)
    const chosen = this.#tab
    return html`${headerView(span, trace, now())}
      <div class="tabs" role="tablist" aria-label="Span" @keydown=${this.#onTabKey}>
        ${tabs.map(
          (tab) =>
            html`<button
              role="tab"
              id=${`tab-${tab.id}`}
              aria-selected=${String(tab === chosen)}
              aria-controls="panel"
              tabindex=${tab === chosen ? 0 : -1}
              @click=${() => this.#show(tab)}
            >
              ${tab.label(span)}
            </button>`,
        )}
      </div>
      <div
        class="scroller panel-body"
        role="tabpanel"
        id="panel"
        aria-labelledby=${`tab-${chosen.id}`}
        tabindex="0"
        @scroll=${this.#onScroll}
      >
        ${this.#body(span, trace)}
      </div>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#scroller || !this.span) return
    // A button that showed more is gone when there is no more.
    if (this.#hadFocus && this.shadowRoot?.activeElement == null) this.focusText()
    if (changed.has('span') && !this.#followsEnd) this.#scrollTo('start')
    if (this.#followsEnd && this.#tab.id === 'main') this.#scrollTo('end')
    clearTimeout(this.#timer)
    if (this.span.end === undefined) this.#timer = setTimeout(() => this.#frame.request(), 100)
    else this.#followsEnd = false
  }

  #body(span: Span, trace: Trace): unknown {
    try {
      return this.#tab.view(span, trace, this.#host)
    } catch (error) {
      return html`<p class="nothing">This span cannot be shown: ${String(error)}. Its JSON may still be.</p>`
    }
  }

  #show(tab: DetailTab): void {
    this.#tabId = tab.id
    this.requestUpdate()
    this.#scrollTo('start')
  }

  /** The chosen tab; another span may not have it. */
  get #tab(): DetailTab {
    const tabs = this.span ? tabsOf(this.span) : TABS
    return tabs.find(({ id }) => id === this.#tabId) ?? tabs[0]!
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller')
  }

  /** Either the text scrolls below the figures or, where there is little height, the whole column does. */
  #scrollTo(place: 'start' | 'end'): void {
    for (const scroller of [this, this.#scroller])
      if (scroller) scroller.scrollTop = place === 'start' ? 0 : scroller.scrollHeight
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const tabs = this.span ? tabsOf(this.span) : TABS
    const at = tabs.indexOf(this.#tab)
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }
    const target = targets[event.key]
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    this.#show(tabs[target]!)
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus(),
    )
  }

  /** Who scrolls up reads on in peace; who scrolls back to the end follows again. */
  readonly #onScroll = (event: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget as HTMLElement
    this.#followsEnd = this.span?.end === undefined && scrollHeight - scrollTop - clientHeight < 24
  }
}
