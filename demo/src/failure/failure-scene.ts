import { APIError } from 'openai'
import { html, nothing, type TemplateResult } from 'lit'
import { markdown } from '../markdown.ts'
import { apiName } from '../tracing.ts'
import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'
import { makeItFail, type Attempt, type FailingCall } from './failing-call.ts'

/** The scene in which a call goes wrong in two ways, and the page tells how. */
class FailureScene extends LightElement {
  #call: FailingCall | undefined
  #running: AbortController | undefined

  protected override render(): TemplateResult {
    const real = apiName !== '' && !apiName.includes('stand-in')
    return scene(
      {
        eyebrow: 'Rate limit → retry → broken stream',
        title: 'When it goes wrong',
        lead: `One call, two failures: the first attempt is refused by a rate limit and retried by the client, the second breaks in the middle of its answer.${real ? ' Nobody can order a failure from a real service, so this scene always asks the local stand-in.' : ''}`,
        actions: this.#running
          ? html`<button class="primary" @click=${() => this.#running?.abort()}>${icon('stop')}Stop</button>`
          : html`<button class="primary" @click=${this.#start}>
              ${icon(this.#call ? 'restart' : 'bolt')}${this.#call ? 'Make it fail again' : 'Make it fail'}
            </button>`,
        look: html`the whole call is one span, the retry included. It ends with the error, keeps the text that had come,
          and carries <code>error.type</code>.`,
      },
      html`<div class="card failure">
        ${
          this.#call
            ? html`<ol class="steps" aria-live="polite">
                ${timeline(this.#call)}
              </ol>`
            : html`<ol class="steps outline">
                ${OUTLINE}
              </ol>`
        }
      </div>`,
    )
  }

  async #start(): Promise<void> {
    const running = new AbortController()
    this.#running = running
    await makeItFail((call) => {
      this.#call = call
      this.requestUpdate()
    }, running.signal)
    this.#running = undefined
    this.requestUpdate()
  }
}

customElements.define('failure-scene', FailureScene)

function step(tone: string, label: string | number, content: TemplateResult): TemplateResult {
  return html`<li class=${tone}>
    <b>${label}</b>
    <div>${content}</div>
  </li>`
}

/** What will happen, before it has. */
const OUTLINE = [
  step('', 429, html`<p>The API refuses the first attempt and says how long to wait.</p>`),
  step('', 200, html`<p>The client waits, tries again, and the answer begins to stream.</p>`),
  step('', 'Broken', html`<p>An error comes in mid-stream. What had arrived is kept.</p>`),
]

function timeline(call: FailingCall): TemplateResult[] {
  const { attempts, state, error } = call
  const steps = attempts.map((attempt, index) =>
    attempt.status < 400
      ? streamed(call, attempt, index)
      : refused(attempt, index, state === 'running' && index === attempts.length - 1),
  )
  if (attempts.length === 0 && state === 'running') steps.push(step('now', '…', html`<p>Asking the model.</p>`))
  if (state === 'stopped') steps.push(step('', 'Stopped', html`<p>You stopped the call.</p>`))
  if (state === 'failed') steps.push(broken(error, attempts.at(-1)?.requestId))
  return steps
}

function refused({ status, waitMs, message }: Attempt, index: number, waiting: boolean): TemplateResult {
  return step(
    'bad',
    status,
    html`
      <p>
        <strong>Attempt ${index + 1} was refused.</strong>
        The API asks to wait <strong>${(waitMs / 1000).toFixed(1)} s</strong>, and the client does.
      </p>
      <p class="said">${message}</p>
      ${waiting ? html`<span class="wait" style="--wait: ${waitMs}ms"><i></i></span>` : nothing}
    `,
  )
}

function streamed({ state, chunks, text }: FailingCall, attempt: Attempt, index: number): TemplateResult {
  const running = state === 'running'
  return step(
    running ? 'now' : 'good',
    attempt.status,
    html`
      <p>
        <strong>Attempt ${index + 1} was accepted${running ? '.' : ` and sent ${chunks} chunks.`}</strong>
        ${running && text === '' ? 'The model is thinking.' : nothing}
      </p>
      ${text ? html`<blockquote class=${running ? 'streaming' : 'cut'}>${markdown(text)}</blockquote>` : nothing}
    `,
  )
}

function broken(error: unknown, requestId = ''): TemplateResult {
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) }
  const type = error instanceof APIError ? ` · ${error.type}` : ''
  return step(
    'bad',
    'Broken',
    html`
      <p>
        <strong>The stream broke.</strong> What had come is kept above. The client does not retry by itself here: it
        cannot know how much of the answer you have used already.
      </p>
      <p class="said"><code>${error instanceof APIError ? 'APIError' : name}${type}</code> ${message}</p>
      <p class="said">Request <code>${requestId}</code></p>
    `,
  )
}
