import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Assessment } from '../../server/assess.ts'
import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'
import { checkClaims } from './check.ts'
import { CLAIMS, EVIDENCE } from './samples.ts'

const LOOKS = {
  True: { icon: 'check', tone: 'good', title: 'The evidence supports it' },
  False: { icon: 'cross', tone: 'bad', title: 'The evidence denies it' },
  NEE: { icon: 'question', tone: 'open', title: 'Not enough evidence' },
} as const

/** The scene in which claims are checked by the backend. */
class ClaimsScene extends LightElement {
  readonly #claims = [...CLAIMS]
  readonly #evidence = [...EVIDENCE]
  #assessments = new Map<number, Assessment>()
  #running: AbortController | undefined
  #error = ''
  /** Which piece of evidence to point out: the one that a hovered verdict rests on. */
  #pointed: number | undefined

  protected override render(): TemplateResult {
    const running = this.#running !== undefined
    return scene(
      {
        eyebrow: 'Page → backend → model',
        title: 'Does the evidence hold?',
        lead: 'A backend picks the closest evidence for each claim by embeddings, and asks a model to judge: True, False, or not enough evidence. Change any line and check again.',
        actions: html`
          <button class="primary" @click=${running ? () => this.#running?.abort() : this.#check}>
            ${running ? html`${icon('stop')}Stop` : html`${icon('check')}Check the claims`}
          </button>
        `,
        look: html`one tree across two processes: the click, the page’s <code>POST</code>, the backend’s
          <code>assess_claims_with_context</code> with its <code>operation.claims_count</code>, and a call to the model
          for each claim.`,
      },
      html`
        <div class="card claims">
          <h2>Claims</h2>
          <ol>
            ${this.#claims.map((_, index) => {
              const point = (at: number | undefined) => () => {
                this.#pointed = at
                this.requestUpdate()
              }
              const context = this.#assessments.get(index)?.context
              return html`<li @pointerenter=${point(context)} @pointerleave=${point(undefined)}>
                ${this.#field(this.#claims, index, 'Claim')} ${this.#chip(index)}
              </li>`
            })}
          </ol>
          ${this.#error ? html`<p class="problem" role="alert">${this.#error}</p>` : nothing}
        </div>
        <div class="card evidence">
          <h2>Evidence</h2>
          <ol>
            ${this.#evidence.map(
              (_, index) =>
                html`<li class=${this.#pointed === index ? 'pointed' : ''}>
                  <span class="number" aria-hidden="true">${index + 1}</span>
                  ${this.#field(this.#evidence, index, 'Evidence')}
                </li>`,
            )}
          </ol>
        </div>
        <p class="visually-hidden" role="status">${this.#status()}</p>
      `,
    )
  }

  #chip(index: number): TemplateResult | typeof nothing {
    const assessment = this.#assessments.get(index)
    if (assessment) {
      const { tone, title, icon: name } = LOOKS[assessment.verdict]
      const by = assessment.context + 1
      return html`<span class="chip ${tone}" title="${title}, by evidence ${by}">
        ${icon(name)}${assessment.verdict}<span class="by">by ${by}</span>
      </span>`
    }
    if (!this.#running) return nothing
    if (this.#assessments.size === index) return html`<span class="chip asking">asking</span>`
    return html`<span class="chip waiting"><i></i></span>`
  }

  #field(texts: string[], index: number, label: string): TemplateResult {
    return html`<textarea
      rows="1"
      maxlength="4000"
      aria-label="${label} ${index + 1}"
      .value=${live(texts[index] ?? '')}
      ?readonly=${this.#running !== undefined}
      @input=${(event: InputEvent) => {
        texts[index] = (event.target as HTMLTextAreaElement).value
        this.#forget()
      }}
    ></textarea>`
  }

  #forget(): void {
    this.#assessments.clear()
    this.#pointed = undefined
    this.#error = ''
    this.requestUpdate()
  }

  async #check(): Promise<void> {
    this.#forget()
    const running = new AbortController()
    this.#running = running
    const onAssessment = (assessment: Assessment): void => {
      this.#assessments.set(assessment.index, assessment)
      this.requestUpdate()
    }
    try {
      await checkClaims(this.#claims, this.#evidence, onAssessment, running.signal)
    } catch (error) {
      if (!running.signal.aborted) this.#error = error instanceof Error ? error.message : String(error)
    }
    this.#running = undefined
    this.requestUpdate()
  }

  /** For screen readers: the verdicts come one by one, so the newest is said. */
  #status(): string {
    const newest = [...this.#assessments.values()].at(-1)
    if (!newest) return this.#running ? 'Checking the claims.' : ''
    const done = this.#running ? '' : ' All claims are checked.'
    return `Claim ${newest.index + 1}: ${newest.verdict === 'NEE' ? 'not enough evidence' : newest.verdict}.${done}`
  }
}

customElements.define('claims-scene', ClaimsScene)
