import { html, nothing, type TemplateResult } from 'lit'
import { createRef, ref } from 'lit/directives/ref.js'

import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'
import { Conversation } from './conversation.ts'
import { exchangeView } from './exchange-view.ts'

const SUGGESTIONS = [
  'How far out can our light be seen from a bridge 12 m above the water?',
  'The mains are down. How long will the generator last?',
  'What does a week of light cost us?',
]

/** The scene in which a model with tools is asked straight from the page. */
class AssistantScene extends LightElement {
  #conversation = this.#begin()
  #draft = ''
  #log = createRef<HTMLElement>()
  /** Whether the log keeps to its end as text comes; not while someone has scrolled up to read. */
  #follows = true

  #begin(): Conversation {
    return new Conversation(() => this.requestUpdate())
  }

  protected override render(): TemplateResult {
    const { exchanges, asking } = this.#conversation
    return scene(
      {
        eyebrow: 'Page → model → tools in the page',
        title: 'The keeper’s assistant',
        lead: 'Ask about a lighthouse. The model is called straight from this page; it looks things up in the handbook, reads the instruments and the clock, all of which run right here. The dev server adds the key.',
        actions: html`${
          exchanges.length > 0
            ? html`<button class="quiet" ?disabled=${asking} @click=${this.#restart}>
                ${icon('restart')}New conversation
              </button>`
            : nothing
        }`,
        look: html`the answer appears there token by token while its span is still open. Between the calls stand the
          tools, with arguments and results; <code>gen_ai.conversation.id</code> joins the turns.`,
      },
      html`
        <div class="card chat">
          <div
            class="log"
            role="log"
            aria-label="Conversation"
            tabindex="0"
            ${ref(this.#log)}
            @scroll=${this.#onScroll}
          >
            ${exchanges.length === 0 ? this.#welcome() : exchanges.map(exchangeView)}
          </div>
          <form class="composer" @submit=${this.#submit}>
            <textarea
              rows="1"
              name="question"
              aria-label="Your question"
              placeholder="Ask about the lighthouse"
              .value=${this.#draft}
              @input=${(event: InputEvent) => {
                this.#draft = (event.target as HTMLTextAreaElement).value
                this.requestUpdate()
              }}
              @keydown=${this.#onKey}
            ></textarea>
            ${
              asking
                ? html`<button type="button" class="round" aria-label="Stop" title="Stop" @click=${this.#stop}>
                    ${icon('stop')}
                  </button>`
                : html`<button class="round" aria-label="Ask" title="Ask" ?disabled=${this.#draft.trim() === ''}>
                    ${icon('send')}
                  </button>`
            }
          </form>
        </div>
      `,
    )
  }

  protected override updated(): void {
    const log = this.#log.value
    if (log && this.#follows) log.scrollTop = log.scrollHeight
  }

  #welcome(): TemplateResult {
    return html`<div class="welcome">
      <p>Ask anything the handbook may know, or start with one of these:</p>
      ${SUGGESTIONS.map(
        (question) => html`<button class="suggestion" @click=${() => this.#ask(question)}>${question}</button>`,
      )}
    </div>`
  }

  #onScroll(): void {
    const log = this.#log.value
    if (log) this.#follows = log.scrollHeight - log.scrollTop - log.clientHeight < 24
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.#submit(event)
  }

  #submit(event: Event): void {
    event.preventDefault()
    const question = this.#draft.trim()
    if (question === '' || this.#conversation.asking) return
    this.#draft = ''
    this.#ask(question)
  }

  #ask(question: string): void {
    this.#follows = true
    void this.#conversation.ask(question)
  }

  #stop(): void {
    this.#conversation.stop()
  }

  #restart(): void {
    this.#conversation = this.#begin()
    this.requestUpdate()
  }
}

customElements.define('assistant-scene', AssistantScene)
