import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'
import { Conversation } from './conversation.ts'
import { exchangeView } from './exchange-view.ts'

const SUGGESTIONS = [
  'How far out can our light be seen from a bridge 12 m above the water?',
  'The mains are down. How long will the generator last?',
  'When does the supply boat come?',
]

/** The scene in which a model with tools is asked straight from the page. */
class AssistantScene extends LightElement {
  #conversation = new Conversation(() => this.requestUpdate())

  protected override render(): TemplateResult {
    const { exchanges, asking } = this.#conversation
    const restart = (): void => {
      this.#conversation = new Conversation(() => this.requestUpdate())
      this.requestUpdate()
    }
    return scene(
      {
        eyebrow: 'Page → model → tools in the page',
        title: 'The keeper’s assistant',
        lead: 'Ask about a lighthouse. The model is called straight from this page; it looks things up in the handbook, reads the instruments and the clock, all of which run right here. The dev server adds the key.',
        actions: html`${
          exchanges.length > 0
            ? html`<button class="quiet" ?disabled=${asking} @click=${restart}>
                ${icon('restart')}New conversation
              </button>`
            : nothing
        }`,
        look: html`the answer appears there token by token while its span is still open. Between the calls stand the
          tools, with arguments and results; <code>gen_ai.conversation.id</code> joins the turns.`,
      },
      html`
        <div class="card chat">
          <div class="log" role="log" aria-label="Conversation" tabindex="0">
            <div>${exchanges.length > 0 ? exchanges.map(exchangeView) : this.#welcome()}</div>
          </div>
          <form class="composer" @submit=${this.#submit}>
            <input
              name="question"
              aria-label="Your question"
              placeholder="Ask about the lighthouse"
              autocomplete="off"
              required
            />
            ${
              asking
                ? html`<button type="button" class="round" aria-label="Stop" @click=${() => this.#conversation.stop()}>
                    ${icon('stop')}
                  </button>`
                : html`<button class="round" aria-label="Ask">${icon('send')}</button>`
            }
          </form>
        </div>
      `,
    )
  }

  #welcome(): TemplateResult {
    const ask = (question: string) => () => this.#conversation.ask(question)
    return html`<div class="welcome">
      <p>Ask anything the handbook may know, or start with one of these:</p>
      ${SUGGESTIONS.map((question) => html`<button class="suggestion" @click=${ask(question)}>${question}</button>`)}
    </div>`
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const question = (form.elements.namedItem('question') as HTMLInputElement).value.trim()
    if (question === '' || this.#conversation.asking) return
    form.reset()
    void this.#conversation.ask(question)
  }
}

customElements.define('assistant-scene', AssistantScene)
