import { html, type TemplateResult } from 'lit'
import type { ReceiverState } from '../../feed/feeds.ts'
import { plural } from '../../model/format.ts'

/** What the viewer knows of where its spans come from. */
export interface FeedStatus {
  readonly services: readonly string[]
  /** Something was ever published on the page's own feed. */
  readonly pageSeen: boolean
  readonly receiver: ReceiverState
  readonly endpoint: string | undefined
  readonly paused: boolean
  readonly held: number
  readonly lost: number
}

export function statusView(status: FeedStatus): TemplateResult {
  const { words, colour, detail } = describe(status)
  return html`<span class="live" role="group" aria-label="Connection" title=${detail}>
    <span class="dot" data-state=${colour}></span><span class="services">${words}</span
    ><span class="unseen">${status.services.join(', ')}</span>
    ${
      status.paused
        ? html`<span class="held"
            >paused${status.held > 0 ? `, ${plural(status.held, 'event')} held` : ''}${status.lost > 0 ? `, ${plural(status.lost, 'event')} lost` : ''}</span
          >`
        : ''
    }
  </span>`
}

type StateColour = 'live' | 'warn' | 'idle'

/** A number of services takes the same room whatever they are called; their names are in the title. */
function describe(status: FeedStatus): { words: string; colour: StateColour; detail: string } {
  const { services, receiver, endpoint } = status
  const names = services.join(', ')
  const count = services.length > 1 ? plural(services.length, 'service') : ''
  const detail = [
    names === '' ? '' : `${names}.`,
    status.pageSeen ? 'The page’s own feed is live.' : 'Nothing came from the page itself yet.',
    receiver === 'none'
      ? 'No receiver is set.'
      : `The receiver at ${endpoint} is ${receiver === 'open' ? 'connected' : receiver}.`,
  ]
    .filter(Boolean)
    .join(' ')
  if (receiver === 'failed') return { words: 'no receiver', colour: 'warn', detail }
  if (receiver === 'reconnecting' || receiver === 'connecting') return { words: `${receiver}…`, colour: 'warn', detail }
  if (names !== '') return { words: ['live', count].filter(Boolean).join(', '), colour: 'live', detail }
  return {
    words: receiver === 'open' ? 'connected' : 'no spans yet',
    colour: 'idle',
    detail,
  }
}

/** Why the list is empty, and what to do. */
export function welcomeView(status: FeedStatus, filtered: boolean): TemplateResult {
  if (filtered) return html`<div class="welcome"><b>No span matches the filter.</b></div>`
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
