import { html, nothing, type TemplateResult } from 'lit'
import { formatTimeOfDay, plural } from '../../model/format.ts'
import type { FeedStatus } from './status.ts'

/** What was cleared, and the way to bring it back. */
export interface PutAway {
  readonly count: number
  readonly services: number
  /** Milliseconds since the epoch. */
  readonly at: number
  restore(): void
}

function clearedView({ count, services, at, restore }: PutAway): TemplateResult {
  const of = services > 1 ? ` of ${services} services` : ''
  return html`<p>
      ${plural(count, 'trace')}${of} ${count === 1 ? 'was' : 'were'} put away at ${formatTimeOfDay(at).slice(0, 5)}. New
      ones will appear here. What was put away is kept until this page goes.
    </p>
    <button class="button main" @click=${restore}>Show the ${count === 1 ? 'trace' : count} again</button>`
}

/** A filter that lets nothing through says so, and where it looked. */
export function noMatchView(text: string, total: number, clear: () => void): TemplateResult {
  return html`<div class="welcome">
    <b>Nothing matches “${text}”.</b>
    <p>Looked in ${plural(total, 'trace')}: names, services, messages, attributes and errors.</p>
    <button class="button main" @click=${clear}>Clear the filter</button>
  </div>`
}

/** Why the list is empty, and what to do. */
export function welcomeView(status: FeedStatus, putAway: PutAway | undefined): TemplateResult {
  const cleared = putAway && putAway.count > 0 ? clearedView(putAway) : nothing
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
      ${cleared === nothing ? html`<p>Do something in the page that calls a model: its trace shows here while it runs.</p>` : cleared}
    </div>`
  return html`<div class="welcome">
    <b>Nothing is traced yet.</b>
    <p>Start tracing where the app begins, and hand over the client:</p>
    <pre tabindex="0"><code>import { startTracing, instrumentOpenAI } from '@spanlit/core'

startTracing()
const client = instrumentOpenAI(new OpenAI())</code></pre>
  </div>`
}
