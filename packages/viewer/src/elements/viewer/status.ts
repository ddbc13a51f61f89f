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
