import { html, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit'
import { FrameController } from '../../controllers/frame.ts'
import { SpanJumpEvent, type SpanReference } from '../../events.ts'
import { conversationsOf, type ConversationThread } from '../../model/conversations.ts'
import type { Trace } from '../../model/span.ts'
import { now } from '../../now.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import type { ConversationHost } from '../span-detail/conversation.ts'
import { conversationStyles } from '../span-detail/styles/conversation.styles.ts'
import { mediaStyles } from '../span-detail/styles/media.styles.ts'
import { textStyles } from '../span-detail/styles/text.styles.ts'
import { TextMemory } from '../span-detail/text-memory.ts'
import { conversationsStyles } from './conversations.styles.ts'
import { sideView } from './side.ts'
import { threadHeadView, threadLines } from './thread.ts'
import { turnView } from './turn.ts'

/**
 * Conversations over many traces: a list, the turns of the chosen one in order, and what its context consists of.
 *
 * @fires span-jump when a turn or a tool leads to its trace (`SpanJumpEvent`)
 */
export class ConversationsElement extends SpanlitElement {
  static override properties: PropertyDeclarations = {
    traces: { attribute: false },
    revision: { attribute: false },
  }
  static override styles: CSSResultGroup = [base, textStyles, mediaStyles, conversationStyles, conversationsStyles]

  /** What the filter lets through. */
  declare traces: readonly Trace[]
  declare revision: number

  #chosen: string | undefined
  #turn: number | undefined
  #isList = true
  #threads: readonly ConversationThread[] = []
  readonly #frame = new FrameController(this, () => this.requestUpdate())
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #host: ConversationHost = Object.assign(new TextMemory(() => this.requestUpdate()), {
    jump: (span: SpanReference) => void this.dispatchEvent(new SpanJumpEvent(span)),
  })

  constructor() {
    super()
    this.traces = []
    this.revision = 0
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(): void {
    this.#threads = conversationsOf(this.traces.slice(0, 500))
    if (!this.#threads.some(({ id }) => id === this.#chosen)) this.#chosen = this.#threads[0]?.id
  }

  protected override render(): TemplateResult {
    if (this.#threads.length === 0) return emptyView()
    const thread = this.#threads.find(({ id }) => id === this.#chosen)!
    const time = now()
    return html`<div class="columns" data-page=${this.#isList ? 'list' : 'turns'}>
      <div class="list">
        <div class="head" id="title">
          ${this.#threads.length} ${this.#threads.length === 1 ? 'conversation' : 'conversations'}
        </div>
        <div class="scroller" role="listbox" aria-labelledby="title" @keydown=${this.#onListKey}>
          ${this.#threads.slice(0, 300).map((one) => this.#threadRow(one, time))}
        </div>
      </div>
      <div class="main">
        <button class="button to-list" @click=${() => this.#showList(true)}>Conversations</button>
        ${threadHeadView(thread, time)}
        <div class="scroller" role="feed" aria-label="Turns" @keydown=${this.#onTurnKey}>
          ${thread.turns.map((_, index) =>
            turnView(thread, index, {
              host: this.#host,
              now: time,
              isCurrent: index === (this.#turn ?? thread.turns.length - 1),
              choose: () => this.#chooseTurn(index),
            }),
          )}
        </div>
      </div>
      <div class="side scroller" tabindex="0" role="group" aria-label="Context">${sideView(thread)}</div>
    </div>`
  }

  protected override updated(): void {
    clearTimeout(this.#timer)
    if (this.traces.some(({ running }) => running > 0)) this.#timer = setTimeout(() => this.#frame.request(), 250)
  }

  #threadRow(thread: ConversationThread, time: number): TemplateResult {
    const isChosen = thread.id === this.#chosen
    return html`<div
      role="option"
      class="thread"
      tabindex=${isChosen ? 0 : -1}
      aria-selected=${String(isChosen)}
      @click=${() => this.#choose(thread.id, false)}
    >
      ${threadLines(thread, time)}
    </div>`
  }

  #choose(id: string, isList: boolean): void {
    this.#chosen = id
    this.#turn = undefined
    this.#showList(isList)
  }

  #showList(isList: boolean): void {
    this.#isList = isList
    this.requestUpdate()
  }

  #chooseTurn(index: number): void {
    this.#turn = index
    this.requestUpdate()
  }

  readonly #onListKey = (event: KeyboardEvent): void => {
    const at = this.#threads.findIndex(({ id }) => id === this.#chosen)
    const to = moveTo(event, at, this.#threads.length)
    if (to === undefined && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    this.#choose(this.#threads[to ?? at]!.id, to !== undefined)
    void this.updateComplete.then(() =>
      this.renderRoot
        .querySelector<HTMLElement>(to === undefined ? '[role="article"]' : '[aria-selected="true"]')
        ?.focus(),
    )
  }

  readonly #onTurnKey = (event: KeyboardEvent): void => {
    const thread = this.#threads.find(({ id }) => id === this.#chosen)
    if (!thread) return
    const at = this.#turn ?? thread.turns.length - 1
    const to = moveTo(event, at, thread.turns.length)
    const isOnTurn = (event.composedPath()[0] as HTMLElement).getAttribute('role') === 'article'
    if (to === undefined && !(event.key === 'Enter' && isOnTurn)) return
    event.preventDefault()
    event.stopPropagation()
    if (to === undefined) this.#host.jump(thread.turns[at]!.calls.at(-1)!)
    else {
      this.#chooseTurn(to)
      void this.updateComplete.then(() =>
        this.renderRoot.querySelectorAll<HTMLElement>('[role="article"]')[to]?.focus(),
      )
    }
  }
}

/** Where a key leads in a list; undefined for other keys. Keys with a modifier are the browser's. */
function moveTo(event: KeyboardEvent, at: number, count: number): number | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    Home: 0,
    End: count - 1,
  }
  const target = targets[event.key]
  return target === undefined ? undefined : Math.min(Math.max(target, 0), count - 1)
}

function emptyView(): TemplateResult {
  return html`<div class="empty">
    <h2>No conversation yet</h2>
    <p>
      Calls of a model are one conversation where they share <code>gen_ai.conversation.id</code>, continue a response by
      its id, or begin with all that was said before. In an application that uses <code>@spanlit/core</code>, the id is
      set by
    </p>
    <pre tabindex="0"><code>withConversation(id, () => client.responses.create({ … }))</code></pre>
  </div>`
}
