import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { icon } from '../../icons.ts'
import type { Value } from '../../model/attributes.ts'
import { formatBytes, formatDuration, plural } from '../../model/format.ts'
import type { Conversation, ShownPart, Turn } from '../../model/genai/conversation.ts'
import { leftOutWords } from '../../model/genai/left-out.ts'
import type { Part, ToolDefinitions } from '../../model/genai/messages.ts'
import { summary } from '../../model/json/json-lines.ts'
import { readJson } from '../../model/json/partial-json.ts'
import type { Block } from '../../model/markdown/blocks.ts'
import type { Span } from '../../model/span.ts'
import { copyButton } from './copy-button.ts'
import { failureView } from './failure.ts'
import { growingText } from './growing-text.ts'
import { markdownView } from './markdown.ts'
import { mediaView } from './media.ts'

/** What the views of a conversation need of the element that they stand in. */
export interface ConversationHost {
  /** How much of a long text is unfolded, in characters. */
  shownOf(source: object): number | undefined
  unfold(source: object, characters: number): void
  /** The blocks of a text; those that did not change are the same objects. */
  blocksOf(source: object, text: string): readonly Block[]
  /** Where the visible end of a text begins that still arrives. */
  startOf(source: object): number
  setStart(source: object, start: number): void
  jump(span: Span): void
}

const ROLE_NAMES: Readonly<Record<string, string>> = { developer: 'developer', tool: 'tool' }
/** A prompt longer than this is folded, and shown up to there; an answer may be longer. */
const FOLD = { input: 1400, output: 20_000 }
const STEP = 60_000
/** Of a long history, what it begins with stands above a fold, and this many turns below it: a call of an agent repeats all that was said before. */
const RECENT = 6

export function conversationView(conversation: Conversation, span: Span, host: ConversationHost): TemplateResult {
  const { turns, offer, failure } = conversation
  const fold = host.shownOf(span) === undefined ? foldOf(turns) : { from: 0, to: 0 }
  return html`<div class="chat">
    ${offer.tools.length === 0 && !offer.leftOut ? nothing : toolsView(offer)}
    ${turns.map((turn, index) => {
      if (index < fold.from || index >= fold.to)
        return turnView(turn, index === fold.to ? undefined : turns[index - 1], host)
      return index === fold.from ? earlierView(fold.to - fold.from, () => host.unfold(span, turns.length)) : nothing
    })}
    ${
      conversation.waiting
        ? html`<div class="turn">
            <span class="who">assistant</span>
            <div class="said faint">
              <p>waiting for the first token<span class="caret"></span></p>
            </div>
          </div>`
        : nothing
    }
    ${
      conversation.truncated
        ? html`<p class="mark">
            ${icon('failure')} The recorded messages were cut off before their end. This is what was left of them.
          </p>`
        : nothing
    }
    ${
      conversation.notKept > 0
        ? html`<p class="mark">
            ${icon('failure')} ${formatBytes(conversation.notKept)} of streamed text were not kept.
          </p>`
        : nothing
    }
    ${failure ? failureView(failure) : nothing}
  </div>`
}

/** Which turns of a history are folded away: none, where that would spare little. */
function foldOf(turns: readonly Turn[]): { from: number; to: number } {
  const answer = turns.findIndex((turn) => turn.origin === 'output')
  const to = (answer === -1 ? turns.length : answer) - RECENT
  const from = turns.findIndex((turn) => turn.role !== 'system' && turn.role !== 'developer') + 1
  return from > 0 && to - from > RECENT ? { from, to } : { from: 0, to: 0 }
}

function earlierView(count: number, show: () => void): TemplateResult {
  return html`<div class="turn">
    <span class="who"></span>
    <div class="said"><button class="link more" @click=${show}>show ${plural(count, 'earlier message')}</button></div>
  </div>`
}

function toolsView({ tools, leftOut }: ToolDefinitions): TemplateResult {
  const names = [...tools.map((tool) => tool.name), ...(leftOut ? [leftOutWords(leftOut)] : [])]
  return html`<details class="tools">
    <summary>
      <span class="who">tools</span>
      <span class="said faint"
        >${icon('chevron')}${plural(tools.length + (leftOut?.items ?? 0), 'tool')} on offer: ${names.join(', ')}</span
      >
    </summary>
    ${tools.map(
      (tool) =>
        html`<div class="turn">
          <span class="who"></span>
          <div class="said">
            <b>${tool.name}</b> <span class="faint">${tool.description}</span
            ><spanlit-json .value=${tool.definition} .openDepth=${1}></spanlit-json>
          </div>
        </div>`,
    )}
  </details>`
}

function turnView(turn: Turn, before: Turn | undefined, host: ConversationHost): TemplateResult {
  const who = turn.name ?? ROLE_NAMES[turn.role] ?? turn.role
  // The same voice goes on: it is named once.
  const isSame =
    before?.origin === turn.origin &&
    before.role === turn.role &&
    before.name === turn.name &&
    turn.role === 'assistant'
  return html`<div class="turn" data-role=${turn.role} data-origin=${turn.origin}>
    <span class="who">${isSame ? html`<span class="unseen">${who}</span>` : who}</span>
    <div class="said">
      ${turn.parts.length === 0 ? html`<span class="faint">nothing</span>` : nothing}
      ${turn.parts.map((shown) => guard(dependencies(shown, host), () => safePartView(shown, turn, host)))}
    </div>
  </div>`
}

/** A part is drawn again only when one of these changed. */
function dependencies({ part, source, open, outcome }: ShownPart, host: ConversationHost): unknown[] {
  const length =
    'text' in part
      ? part.text.length
      : part.type === 'tool_call' && typeof part.arguments === 'string'
        ? part.arguments.length
        : 0
  return [source, length, open, host.shownOf(source), outcome?.response, outcome?.span, outcome?.span?.end]
}

function safePartView(shown: ShownPart, turn: Turn, host: ConversationHost): unknown {
  try {
    return partView(shown, turn, host)
  } catch (error) {
    return html`<p class="mark">${icon('failure')} This part cannot be shown: ${String(error)}</p>`
  }
}

function partView(shown: ShownPart, turn: Turn, host: ConversationHost): unknown {
  const { part } = shown
  switch (part.type) {
    case 'text':
      return textView(shown, part.text, turn, host)
    case 'reasoning':
      return html`<details class="reasoning" ?open=${shown.open}>
        <summary>
          ${icon('chevron')}${icon('reasoning')} reasoning <span class="faint">${formatBytes(part.text.length)}</span>
        </summary>
        <div class="faint">${textView(shown, part.text, turn, host)}</div>
      </details>`
    case 'refusal':
      return html`<div class="refusal"><b>refused</b> ${textView(shown, part.text, turn, host)}</div>`
    case 'compaction':
      return html`<p class="faint">earlier messages were compacted</p>
        ${part.text === '' ? nothing : textView(shown, part.text, turn, host)}`
    case 'tool_call':
      return toolCallView(shown, part, host)
    case 'tool_result':
      return html`<div class="call"><div class="result">${icon('result')}${valueView(part.response)}</div></div>`
    case 'media':
      return mediaView(part)
    case 'left_out':
      return html`<p class="mark">${icon('failure')} ${leftOutWords(part.leftOut)}</p>`
    case 'other':
      return html`<div class="call">
        <div>${icon('file')}<code>${part.name}</code></div>
        <div class="result">${valueView(part.value)}</div>
      </div>`
  }
}

function textView(shown: ShownPart, text: string, turn: Turn, host: ConversationHost): unknown {
  const json = !shown.open && /^\s*[[{]/.test(text) ? readJson(text) : undefined
  if (json && !json.truncated)
    return html`<div class="json"><spanlit-json .value=${json.value}></spanlit-json>${copyText(text)}</div>`
  const isOutput = turn.role === 'assistant'
  const limit = host.shownOf(shown.source) ?? (isOutput ? FOLD.output : FOLD.input)
  const caret = shown.open ? html`<span class="caret"></span>` : nothing
  // While text arrives its end is what one looks at, so the beginning is what gets folded.
  const visible = shown.open
    ? text.slice(openStart(shown.source, text, limit, host))
    : text.slice(0, foldAt(text, limit))
  const hidden = text.length - visible.length
  const more = hidden === 0 ? nothing : moreButton(hidden, shown, limit, host)
  const body = isOutput
    ? markdownView(host.blocksOf(shown.source, visible), caret)
    : html`<p class="plain">${growingText(visible)}${hidden > 0 && !shown.open ? '…' : nothing}${caret}</p>`
  return html`<div class="text">
    ${shown.open ? more : nothing}${body}${shown.open ? nothing : more}${shown.open ? nothing : copyText(text)}
  </div>`
}

function moreButton(
  hidden: number,
  { source, open }: ShownPart,
  limit: number,
  host: ConversationHost,
): TemplateResult {
  return html`<button class="link more" @click=${() => host.unfold(source, limit + STEP)}>
    show ${formatBytes(hidden)} ${open ? 'before this' : 'more'}
  </button>`
}

/** A text a little longer than the limit is not folded: there would be nothing to gain. */
function foldAt(text: string, limit: number): number {
  if (text.length <= limit * 1.25) return text.length
  const line = text.lastIndexOf('\n', limit)
  const word = text.lastIndexOf(' ', limit)
  return line > limit * 0.6 ? line : word > limit * 0.8 ? word : limit
}

/** The fold moves in leaps: with each leap all that is visible is read and drawn again. */
function openStart(source: object, text: string, limit: number, host: ConversationHost): number {
  const start = host.startOf(source)
  if (text.length - start <= limit * 1.5) return start
  const from = text.length - limit
  const paragraph = text.indexOf('\n\n', from)
  const moved = paragraph === -1 ? from : paragraph + 2
  host.setStart(source, moved)
  return moved
}

function toolCallView(
  shown: ShownPart,
  part: Extract<Part, { type: 'tool_call' }>,
  host: ConversationHost,
): TemplateResult {
  const { outcome } = shown
  const span = outcome?.span
  return html`<div class="call">
    <div class="asked">
      <span class="tile">${icon('tool')}</span><code><b>${part.name}</b></code>
      ${
        span
          ? html`<button
              class="link jump"
              @click=${() => host.jump(span)}
              aria-label=${`Show the span of ${part.name}`}
            >
              ${span.end === undefined ? 'running' : formatDuration(span.end - span.start)}${icon('arrowUpRight')}
            </button>`
          : nothing
      }
      <div class="arguments">${argumentsView(part.arguments, shown.open)}</div>
    </div>
    ${
      outcome?.response === undefined
        ? nothing
        : html`<div class="result">
            ${icon('result')}
            <div>${valueView(outcome.response)}</div>
          </div>`
    }
  </div>`
}

function argumentsView(value: Value, open: boolean): unknown {
  if (open && typeof value === 'string')
    return html`<code>${growingText(value.slice(-4000))}</code><span class="caret"></span>`
  if (value === null || value === '') return nothing
  return valueView(value)
}

/** A value of any shape: a structure as JSON, text as text. */
export function valueView(value: Value): unknown {
  if (typeof value === 'object' && value !== null) {
    const line = summary(value, 96)
    // What fits in a line is shown in one.
    if (!line.includes('…') && line.length <= 76) return html`<code class="line">${line}</code>`
    return html`<spanlit-json .value=${value} .openDepth=${1}></spanlit-json>`
  }
  const text = String(value)
  if (text.length <= 4000) return html`<code class="plain">${text}</code>`
  return html`<spanlit-json .value=${text}></spanlit-json>`
}

function copyText(text: string): TemplateResult {
  return copyButton('Copy text', () => text)
}
