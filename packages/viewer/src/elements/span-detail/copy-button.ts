import { html, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'

const SHOWN_FOR = 1400

/** A button that copies, and says that it did. */
export function copyButton(label: string, text: () => string): TemplateResult {
  return html`<button
    class="tool copy"
    aria-label=${label}
    title=${label}
    @click=${(event: Event) => copy(event, label, text)}
  >
    <span class="before">${icon('copy')}</span><span class="after">${icon('check')}</span>
  </button>`
}

function copy(event: Event, label: string, text: () => string): void {
  const button = event.currentTarget as HTMLElement
  const view = button.ownerDocument.defaultView ?? window
  const say = (outcome: string): void => {
    button.setAttribute('aria-label', outcome)
    button.title = outcome
    setTimeout(() => {
      button.removeAttribute('data-done')
      button.setAttribute('aria-label', label)
      button.title = label
    }, SHOWN_FOR)
  }
  // Without a clipboard (an insecure origin, a refused permission) the button says so; nothing else can be done.
  const clipboard: Clipboard | undefined = view.navigator.clipboard
  if (!clipboard) {
    say('Copying is not allowed here')
    return
  }
  clipboard.writeText(text()).then(
    () => {
      button.setAttribute('data-done', '')
      say('Copied')
    },
    () => say('Copying is not allowed here'),
  )
}
