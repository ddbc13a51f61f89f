import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { addedTokens, type ConversationThread, figuresOf, isTurnFailed } from '../../model/conversations.ts'
import { failureOf } from '../../model/failure.ts'
import { formatCount, formatDuration, formatRunning, formatWhen } from '../../model/format.ts'
import { conversationOf } from '../../model/genai/conversation.ts'
import { type ConversationHost, partsView } from '../span-detail/conversation.ts'
import { failureView } from '../span-detail/failure.ts'

export interface TurnState {
  readonly host: ConversationHost
  readonly now: number
  readonly isCurrent: boolean
  choose(): void
}

/** A turn: its number and time, what was asked, what it added to the context, what was done and said, and its figures. */
export function turnView(thread: ConversationThread, index: number, state: TurnState): TemplateResult {
  const turn = thread.turns[index]!
  const before = thread.turns[index - 1]
  const figures = figuresOf(turn)
  const earlier = before && figuresOf(before)
  const added = addedTokens(figures, earlier)
  const total = Math.max(0, figures.contextTotal - (earlier?.contextTotal ?? 0))
  const last = turn.calls.at(-1)!
  const failure = isTurnFailed(turn) ? failureOf(last) : undefined
  const took =
    figures.end === undefined ? formatRunning(state.now - figures.start) : formatDuration(figures.end - figures.start)
  return html`<div
    role="article"
    class="turn-row"
    tabindex=${state.isCurrent ? 0 : -1}
    aria-posinset=${index + 1}
    aria-setsize=${thread.turns.length}
    aria-current=${state.isCurrent ? 'true' : nothing}
    aria-label=${`Turn ${index + 1}: ${turn.question}`}
    @focusin=${() => state.choose()}
  >
    <div class="number"><b>${index + 1}</b><time>${formatWhen(figures.start, state.now)}</time></div>
    <div class="said">
      <div class="question">${questionView(thread, index, state.host)}</div>
      ${
        total === 0
          ? nothing
          : html`<p class="added">
              new in this turn: +${formatCount(total)} tokens
              <span
                >${Object.entries(added)
                  .map(([part, tokens]) => `${part} ${formatCount(tokens)}`)
                  .join(', ')}</span
              >
            </p>`
      }
      <div class="done">
        ${turn.calls.map((call) => {
          const conversation = conversationOf(call, turn.trace)
          const said = conversation.turns.filter(({ origin }) => origin === 'output')
          if (said.length === 0 && conversation.waiting)
            return html`<p class="faint">waiting for the first token<span class="caret"></span></p>`
          return said.map((one) => partsView(one, state.host))
        })}
        ${failure ? failureView(failure) : nothing}
      </div>
    </div>
    <dl class="figures">
      <div>
        <dt>time</dt>
        <dd>${took}</dd>
      </div>
      ${figure('in', figures.input)} ${figure('cached', figures.cached)} ${figure('out', figures.output)}
      <div>
        <dt>calls</dt>
        <dd>${turn.calls.length}</dd>
      </div>
      <div>
        <dt class="unseen">trace</dt>
        <dd>
          <button class="link open" @click=${() => state.host.jump(last)}>
            open trace${icon('arrowUpRight', 'small')}
          </button>
        </dd>
      </div>
    </dl>
  </div>`
}

/** The question as it was asked: all parts of the last message that a person wrote. */
function questionView(thread: ConversationThread, index: number, host: ConversationHost): unknown {
  const { calls, trace, question } = thread.turns[index]!
  const asked = conversationOf(calls[0]!, trace).turns.findLast(({ role }) => role === 'user')
  if (asked) return partsView(asked, host)
  return html`<span class="faint">${question === '' ? 'The question was not recorded.' : question}</span>`
}

function figure(label: string, value: number): unknown {
  return value === 0
    ? nothing
    : html`<div>
        <dt>${label}</dt>
        <dd>${formatCount(value)}</dd>
      </div>`
}
