import { html, type TemplateResult } from 'lit'
import type { FeedStatus } from './status.ts'

/** Why the list is empty, and what to do. */
export function welcomeView(status: FeedStatus): TemplateResult {
  const { receiver, endpoint } = status
  if (receiver === 'reconnecting' || receiver === 'failed')
    return html`<div class="welcome">
      <b>The receiver does not answer.</b>
      <p>
        ${endpoint}/live cannot be reached. Spans of other processes will show up when it is back; what the page itself
        traces shows here in any case.
      </p>
    </div>`
  if (status.pageSeen || receiver === 'open')
    return html`<div class="welcome">
      <b>Connected. No spans yet.</b>
      <p>Do something in the page that calls a model: its trace shows here while it runs.</p>
    </div>`
  return html`<div class="welcome">
    <b>Nothing is traced yet.</b>
    <p>Start tracing where the app begins, and hand over the client:</p>
    <pre tabindex="0"><code>import { startTracing, instrumentOpenAI } from '@spanlit/core'

startTracing()
const client = instrumentOpenAI(new OpenAI())</code></pre>
  </div>`
}
