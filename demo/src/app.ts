import { html, type TemplateResult } from 'lit'

import './assistant/assistant-scene.ts'
import './claims/claims-scene.ts'
import './failure/failure-scene.ts'
import { apiName, model } from './tracing.ts'
import { LightElement } from './ui/light-element.ts'

const SCENES = [
  { id: 'claims', label: 'Check claims', view: html`<claims-scene></claims-scene>` },
  { id: 'assistant', label: 'Ask the assistant', view: html`<assistant-scene></assistant-scene>` },
  { id: 'failure', label: 'Make a call fail', view: html`<failure-scene></failure-scene>` },
] as const

type SceneId = (typeof SCENES)[number]['id']

/** The page: a bar with the three scenes, and the one that the address names. */
class DemoApp extends LightElement {
  #shown: SceneId = sceneOf(location.hash)

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#onHash)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#onHash)
  }

  #onHash = (): void => {
    this.#shown = sceneOf(location.hash)
    this.requestUpdate()
  }

  protected override render(): TemplateResult {
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to the scene</a>
      <header class="bar">
        <a class="brand" href="#claims">
          <svg width="22" height="22" viewBox="0 0 17 17" aria-hidden="true">
            <rect x="1" y="2" width="11" height="3.4" rx="1.7" fill="var(--accent)" />
            <rect x="4" y="7" width="12" height="3.4" rx="1.7" fill="var(--teal)" />
            <rect x="7" y="12" width="6" height="3.4" rx="1.7" fill="var(--amber)" />
          </svg>
          <span>Spanlit <em>demo</em></span>
        </a>
        <nav class="scenes" aria-label="Scenes">
          ${SCENES.map(
            ({ id, label }) =>
              html`<a href="#${id}" aria-current=${this.#shown === id ? 'page' : 'false'}>${label}</a>`,
          )}
        </nav>
        ${
          apiName &&
          html`<p class="api" title="Which API answers, and with which model">
            <i aria-hidden="true"></i><span class="api-name">${apiName}</span><code>${model}</code>
          </p>`
        }
      </header>
      <main id="main" tabindex="-1">
        ${SCENES.map(({ id, view }) => html`<section ?hidden=${this.#shown !== id} id="scene-${id}">${view}</section>`)}
      </main>
      <footer class="foot">
        Every click here is a trace. The panel at the bottom shows it live, down to each prompt:
        <kbd>Alt</kbd><kbd>Shift</kbd><kbd>S</kbd> opens and closes it.
      </footer>
    `
  }

  // The hash names the scene, so the skip link moves the focus itself.
  #skip(event: Event): void {
    event.preventDefault()
    document.querySelector<HTMLElement>('#main')?.focus()
  }
}

customElements.define('demo-app', DemoApp)

function sceneOf(hash: string): SceneId {
  return SCENES.find(({ id }) => `#${id}` === hash)?.id ?? 'claims'
}
