import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import type { Failure } from '../../model/failure.ts'

/** What went wrong, as it was recorded. */
export function failureView(failure: Failure): TemplateResult {
  const { code, words, type, message, stack } = failure
  const title = code === undefined ? words : `${code} ${words}`
  return html`<div class="failure" role="group" aria-label="Error">
    <p class="title">
      ${icon('failure')}<b>${title}</b>${type === undefined || type === String(code) ? nothing : html`<code>${type}</code>`}
    </p>
    ${message === '' ? nothing : html`<p class="plain">${message.slice(0, 20_000)}</p>`}
    ${
      stack === undefined
        ? nothing
        : html`<details>
            <summary>${icon('chevron', 'small')}stack</summary>
            <pre tabindex="0">${stack.slice(0, 20_000)}</pre>
          </details>`
    }
  </div>`
}
