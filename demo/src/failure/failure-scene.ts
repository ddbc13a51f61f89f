import { withSpan } from '@spanlit/core'
import { APIError } from 'openai'
import { html, nothing, type TemplateResult } from 'lit'
import { markdown } from '../markdown.ts'
import { apiName, standInClient } from '../tracing.ts'
import { icon } from '../ui/icons.ts'
import { LightElement } from '../ui/light-element.ts'
import { scene } from '../ui/scene.ts'

interface Step {
  tone: '' | 'now' | 'good' | 'bad'
  label: string
  content: TemplateResult
}

/** What will happen, before it has. */
const OUTLINE: Step[] = [
  { tone: '', label: '429', content: html`<p>The API refuses the first attempt and says how long to wait.</p>` },
  { tone: '', label: '200', content: html`<p>The client waits, tries again, and the answer begins to stream.</p>` },
  { tone: '', label: 'Broken', content: html`<p>An error comes in mid-stream. What had arrived is kept.</p>` },
]

/** The scene in which a call goes wrong in two ways, and the page tells how. */
class FailureScene extends LightElement {
  #steps: Step[] = []
  #running: AbortController | undefined
  /** Of the attempt that was accepted. */
  #requestId = ''

  protected override render(): TemplateResult {
    const begun = this.#steps.length > 0
    const real = apiName !== '' && !apiName.includes('stand-in')
    return scene(
      {
        eyebrow: 'Rate limit → retry → broken stream',
        title: 'When it goes wrong',
        lead: `One call, two failures: the first attempt is refused by a rate limit and retried by the client, the second breaks in the middle of its answer.${real ? ' Nobody can order a failure from a real service, so this scene always asks the local stand-in.' : ''}`,
        actions: this.#running
          ? html`<button class="primary" @click=${() => this.#running?.abort()}>${icon('stop')}Stop</button>`
          : html`<button class="primary" @click=${this.#start}>
              ${icon(begun ? 'restart' : 'bolt')}${begun ? 'Make it fail again' : 'Make it fail'}
            </button>`,
        look: html`the whole call is one span, the retry included. It ends with the error, keeps the text that had come,
          and carries <code>error.type</code>.`,
      },
      html`<div class="card failure">
        <ol class="steps ${begun ? '' : 'outline'}" aria-live="polite">
          ${(begun ? this.#steps : OUTLINE).map(
            ({ tone, label, content }) =>
              html`<li class=${tone}>
                <b>${label}</b>
                <div>${content}</div>
              </li>`,
          )}
        </ol>
      </div>`,
    )
  }

  /** Shows a step after the steps that are done; what was still going on is replaced. */
  #show(tone: Step['tone'], label: string, content: TemplateResult): void {
    this.#steps = [...this.#steps.filter((step) => step.tone !== 'now'), { tone, label, content }]
    this.requestUpdate()
  }

  /** Calls a model that fails on purpose: first with a 429, which the client retries by itself, then in mid-stream. */
  async #start(): Promise<void> {
    const running = new AbortController()
    this.#running = running
    this.#steps = []
    this.#show('now', '…', html`<p>Asking the model.</p>`)
    const messages = [{ role: 'user' as const, content: 'Write a few sentences on what a rate limit is for.' }]
    const client = standInClient((url, init) => this.#fetch(url, init))
    let [chunks, text] = [0, '']
    try {
      await withSpan('click Make it fail', async () => {
        const body = { model: 'gpt-5-mini-flaky', messages, stream: true } as const
        for await (const chunk of await client.chat.completions.create(body, { signal: running.signal })) {
          chunks += 1
          text += chunk.choices[0]?.delta.content ?? ''
          this.#show('now', '200', streamed('Attempt 2 was accepted.', text, 'streaming'))
        }
      })
    } catch (error) {
      if (chunks > 0)
        this.#show('good', '200', streamed(`Attempt 2 was accepted and sent ${chunks} chunks.`, text, 'cut'))
      if (running.signal.aborted) this.#show('', 'Stopped', html`<p>You stopped the call.</p>`)
      else this.#show('bad', 'Broken', broken(error, this.#requestId))
    }
    this.#running = undefined
    this.requestUpdate()
  }

  /** Sees each attempt of the client. */
  async #fetch(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const response = await fetch(url, init)
    const { ok, status, headers } = response
    this.#requestId = headers.get('x-request-id') ?? ''
    if (ok) this.#show('now', '200', streamed('Attempt 2 was accepted.', '', 'streaming'))
    else {
      const { error } = (await response.clone().json()) as { error: { message: string } }
      this.#show('bad', String(status), refused(error.message, Number(headers.get('retry-after-ms'))))
    }
    return response
  }
}

customElements.define('failure-scene', FailureScene)

function refused(message: string, waitMs: number): TemplateResult {
  return html`
    <p>
      <strong>Attempt 1 was refused.</strong>
      The API asks to wait <strong>${(waitMs / 1000).toFixed(1)} s</strong>, and the client does.
    </p>
    <p class="said">${message}</p>
    <span class="wait" style="--wait: ${waitMs}ms"><i></i></span>
  `
}

function streamed(title: string, text: string, state: 'streaming' | 'cut'): TemplateResult {
  return html`
    <p><strong>${title}</strong> ${text === '' ? 'The model is thinking.' : nothing}</p>
    ${text ? html`<blockquote class=${state}>${markdown(text)}</blockquote>` : nothing}
  `
}

function broken(error: unknown, requestId: string): TemplateResult {
  const kind = error instanceof APIError ? `APIError · ${error.type}` : 'Error'
  return html`
    <p>
      <strong>The stream broke.</strong> What had come is kept above. The client does not retry by itself here: it
      cannot know how much of the answer you have used already.
    </p>
    <p class="said"><code>${kind}</code> ${error instanceof Error ? error.message : String(error)}</p>
    <p class="said">Request <code>${requestId}</code></p>
  `
}
