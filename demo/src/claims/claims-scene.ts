import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'

import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'
import { checkClaims, type Assessment } from './check.ts'
import { CLAIMS, EVIDENCE } from './samples.ts'
import { verdictChip } from './verdict-chip.ts'

const MOST = 8

/** The scene in which claims are checked by the backend. */
class ClaimsScene extends LightElement {
  #claims = [...CLAIMS]
  #evidence = [...EVIDENCE]
  #assessments = new Map<number, Assessment>()
  #running: AbortController | undefined
  #error = ''
  /** Which piece of evidence to point out: the one a hovered verdict rests on. */
  #pointed: number | undefined

  protected override render(): TemplateResult {
    return scene(
      {
        eyebrow: 'Page → backend → model',
        title: 'Does the evidence hold?',
        lead: 'A backend picks the closest evidence for each claim by embeddings, and asks a model to judge: True, False, or not enough evidence. Change any line and check again.',
        actions: html`
          ${
            this.#running
              ? html`<button class="primary" @click=${this.#stop}>${icon('stop')}Stop</button>`
              : html`<button class="primary" @click=${this.#check}>${icon('check')}Check the claims</button>`
          }
          ${
            this.#changed()
              ? html`<button class="quiet" ?disabled=${this.#running !== undefined} @click=${this.#reset}>
                  ${icon('restart')}Start over
                </button>`
              : nothing
          }
        `,
        look: html`one tree across two processes: the click, the page’s <code>POST</code>, the backend’s
          <code>assess_claims_with_context</code> with its <code>operation.claims_count</code>, and a call to the model
          for each claim.`,
      },
      html`
        <div class="card claims">
          <h2>Claims</h2>
          <ol>
            ${this.#claims.map((claim, index) => this.#claimRow(claim, index))}
          </ol>
          ${this.#adder('claim', this.#claims)}
          ${this.#error ? html`<p class="problem" role="alert">${this.#error}</p>` : nothing}
        </div>
        <div class="card evidence">
          <h2>Evidence</h2>
          <ol>
            ${this.#evidence.map((text, index) => this.#evidenceRow(text, index))}
          </ol>
          ${this.#adder('evidence', this.#evidence)}
        </div>
        <p class="visually-hidden" role="status">${this.#status()}</p>
      `,
    )
  }

  #claimRow(claim: string, index: number): TemplateResult {
    const assessment = this.#assessments.get(index)
    const state = assessment ?? (this.#running ? (this.#assessments.size === index ? 'asking' : 'waiting') : undefined)
    const point = (at: number | undefined) => () => {
      this.#pointed = at
      this.requestUpdate()
    }
    return html`<li @pointerenter=${point(assessment?.context)} @pointerleave=${point(undefined)}>
      ${this.#field(this.#claims, claim, index, `Claim ${index + 1}`)} ${verdictChip(state)}
      ${this.#remover(this.#claims, index, `claim ${index + 1}`)}
    </li>`
  }

  #evidenceRow(text: string, index: number): TemplateResult {
    return html`<li class=${this.#pointed === index ? 'pointed' : ''}>
      <span class="number" aria-hidden="true">${index + 1}</span>
      ${this.#field(this.#evidence, text, index, `Evidence ${index + 1}`)}
      ${this.#remover(this.#evidence, index, `evidence ${index + 1}`)}
    </li>`
  }

  #field(list: string[], text: string, index: number, label: string): TemplateResult {
    const placeholder = list === this.#claims ? 'Something that is said to be so' : 'What is known about it'
    return html`<textarea
      rows="1"
      maxlength="4000"
      aria-label=${label}
      placeholder=${placeholder}
      .value=${live(text)}
      ?readonly=${this.#running !== undefined}
      @input=${(event: InputEvent) => {
        list[index] = (event.target as HTMLTextAreaElement).value
        this.#forget()
      }}
    ></textarea>`
  }

  #remover(list: string[], index: number, label: string): TemplateResult {
    return html`<button
      class="remove"
      aria-label="Remove ${label}"
      title="Remove"
      ?disabled=${list.length === 1 || this.#running !== undefined}
      @click=${() => {
        list.splice(index, 1)
        this.#forget()
      }}
    >
      ${icon('cross')}
    </button>`
  }

  #adder(what: string, list: string[]): TemplateResult | typeof nothing {
    if (list.length >= MOST) return nothing
    return html`<button
      class="add"
      ?disabled=${this.#running !== undefined}
      @click=${async (event: Event) => {
        const card = (event.currentTarget as HTMLElement).closest('.card')
        list.push('')
        this.#forget()
        await this.updateComplete
        card?.querySelector<HTMLElement>('li:last-child textarea')?.focus()
      }}
    >
      ${icon('plus')}Add ${what === 'claim' ? 'a claim' : 'evidence'}
    </button>`
  }

  #forget(): void {
    this.#assessments.clear()
    this.#pointed = undefined
    this.#error = ''
    this.requestUpdate()
  }

  #changed(): boolean {
    return (
      this.#assessments.size > 0 ||
      this.#claims.join('\n') !== CLAIMS.join('\n') ||
      this.#evidence.join('\n') !== EVIDENCE.join('\n')
    )
  }

  #reset(): void {
    this.#claims = [...CLAIMS]
    this.#evidence = [...EVIDENCE]
    this.#forget()
  }

  #stop(): void {
    this.#running?.abort()
  }

  async #check(): Promise<void> {
    if (this.#running) return
    this.#forget()
    this.#claims = this.#claims.filter((claim) => claim.trim() !== '')
    this.#evidence = this.#evidence.filter((text) => text.trim() !== '')
    if (this.#claims.length === 0) this.#claims = ['']
    if (this.#evidence.length === 0) this.#evidence = ['']
    const running = new AbortController()
    this.#running = running
    this.requestUpdate()
    try {
      await checkClaims(this.#claims, this.#evidence, (assessment) => this.#assessed(assessment), running.signal)
    } catch (error) {
      if (!running.signal.aborted) this.#error = error instanceof Error ? error.message : String(error)
    } finally {
      this.#running = undefined
      this.requestUpdate()
    }
  }

  #assessed(assessment: Assessment): void {
    this.#assessments.set(assessment.index, assessment)
    this.requestUpdate()
  }

  /** For screen readers: the chips come one by one, so the newest is said. */
  #status(): string {
    const newest = [...this.#assessments.values()].at(-1)
    if (!newest) return this.#running ? 'Checking the claims.' : ''
    const done = this.#running ? '' : ' All claims are checked.'
    return `Claim ${newest.index + 1}: ${newest.verdict === 'NEE' ? 'not enough evidence' : newest.verdict}.${done}`
  }
}

customElements.define('claims-scene', ClaimsScene)
