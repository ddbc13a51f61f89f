import { html, nothing, type TemplateResult } from 'lit'

import { markdown } from '../markdown/render.ts'
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
    return scene(
      {
        eyebrow: 'Rate limit → retry → broken stream',
        title: 'When it goes wrong',
        lead: html`One call, two failures: the first attempt is refused by a rate limit and retried by the client, the
        second breaks in the middle of its
        answer.${
          apiName && !apiName.includes('stand-in')
            ? ' Nobody can order a failure from a real service, so this scene always asks the local stand-in.'
            : ''
        }`,
        actions: this.#running
          ? html`<button class="primary" @click=${() => this.#running?.abort()}>${icon('stop')}Stop</button>`
          : html`<button class="primary" @click=${this.#start}>
              ${icon(this.#call ? 'restart' : 'bolt')}${this.#call ? 'Make it fail again' : 'Make it fail'}
            </button>`,
        look: html`the whole call is one span, the retry included. It ends with the error, keeps the text that had come,
          and carries <code>error.type</code>.`,
      },
      html`<div class="card failure">${this.#call ? timeline(this.#call) : outline()}</div>`,
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

/** What will happen, before it has. */
function outline(): TemplateResult {
  return html`<ol class="steps outline">
    <li>
      <b>429</b>
      <p>The API refuses the first attempt and says how long to wait.</p>
    </li>
    <li>
      <b>200</b>
      <p>The client waits, tries again, and the answer begins to stream.</p>
    </li>
    <li>
      <b>Broken</b>
      <p>An error comes in mid-stream. What had arrived is kept.</p>
    </li>
  </ol>`
}

function timeline(call: FailingCall): TemplateResult {
  const { attempts, state } = call
  const accepted = attempts.find(({ status }) => status < 400)
  const retrying = state === 'running' && attempts.length > 0 && !accepted
  return html`
    <ol class="steps" aria-live="polite">
      ${
        attempts.length === 0 && state === 'running'
          ? html`<li class="now">
              <b>…</b>
              <p>Asking the model.</p>
            </li>`
          : nothing
      }
      ${attempts.map((attempt, index) =>
        attempt.status >= 400 ? refusedStep(attempt, index, retrying && index === attempts.length - 1) : nothing,
      )}
      ${accepted ? streamedStep(call, accepted, attempts.indexOf(accepted)) : nothing}
      ${state === 'failed' ? brokenStep(call) : nothing}
      ${
        state === 'stopped'
          ? html`<li>
              <b>Stopped</b>
              <p>You stopped the call.</p>
            </li>`
          : nothing
      }
    </ol>
  `
}

function refusedStep(attempt: Attempt, index: number, waiting: boolean): TemplateResult {
  return html`<li class="bad">
    <b>${attempt.status}</b>
    <div>
      <p>
        <strong>Attempt ${index + 1} was refused.</strong>
        ${
          attempt.waitMs > 0
            ? html`The API asks to wait <strong>${(attempt.waitMs / 1000).toFixed(1)} s</strong>, and the client does.`
            : nothing
        }
      </p>
      <p class="said">${attempt.message}</p>
      ${waiting ? html`<span class="wait" style="--wait: ${attempt.waitMs}ms"><i></i></span>` : nothing}
    </div>
  </li>`
}

function streamedStep(call: FailingCall, attempt: Attempt, index: number): TemplateResult {
  const running = call.state === 'running'
  return html`<li class=${running ? 'now' : 'good'}>
    <b>${attempt.status}</b>
    <div>
      <p>
        <strong>Attempt ${index + 1} was accepted${running ? '.' : ` and sent ${call.chunks} chunks.`}</strong>
        ${running && call.text === '' ? 'The model is thinking.' : nothing}
      </p>
      ${call.text ? html`<blockquote class=${running ? 'streaming' : 'cut'}>${markdown(call.text)}</blockquote>` : nothing}
    </div>
  </li>`
}

function brokenStep({ error, attempts }: FailingCall): TemplateResult {
  const requestId = attempts.at(-1)?.requestId
  return html`<li class="bad">
    <b>Broken</b>
    <div>
      <p>
        <strong>The stream broke.</strong> What had come is kept above. The client does not retry by itself here: it
        cannot know how much of the answer you have used already.
      </p>
      <p class="said"><code>${error?.name}${error?.code ? ` · ${error.code}` : ''}</code> ${error?.message}</p>
      ${requestId ? html`<p class="said">Request <code>${requestId}</code></p>` : nothing}
    </div>
  </li>`
}
