import { type Part, type ToolDefinitions, readJson, type JsonBreak } from '@spanlit/dialects'
import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import type { SpanReference } from '../../events.ts'
import { icon } from '../../icons.ts'
import type { Value } from '../../model/attributes.ts'
import { formatBytes, formatDuration, plural } from '../../model/format.ts'
import type { Conversation, ShownPart, Turn } from '../../model/genai/conversation.ts'
import { leftOutWords } from '../../model/genai/left-out.ts'
import { summary } from '../../model/json/json-lines.ts'
import { type MarkedText, markInvisible } from '../../model/invisible.ts'
import type { Block } from '../../model/markdown/blocks.ts'
import { isFailed, type Span } from '../../model/span.ts'
import { contextView } from './context.ts'
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
  jump(span: SpanReference): void
}

const ROLE_NAMES: Readonly<Record<string, string>> = { developer: 'developer', tool: 'tool' }
/** A prompt longer than this is folded, and shown up to there; an answer may be longer. */
const FOLD = { input: 1400, output: 20_000 }
const STEP = 60_000
/** Of a long history, what it begins with stands above a fold, and this many turns below it: a call of an agent repeats all that was said before. */
const RECENT = 6

export function conversationView(conversation: Conversation, span: Span, host: ConversationHost): TemplateResult {
  const { turns, offer, failure } = conversation
  const fold = host.shownOf(span) === undefined ? foldOf(conversation) : NOTHING_FOLDED
  const fresh = newFrom(conversation)
  return html`<div class="chat">
    ${contextView(span)} ${offer.tools.length === 0 && !offer.leftOut ? nothing : toolsView(offer)}
    ${turns.map((turn, index) => {
      const mark = fresh !== undefined && index === fresh ? html`<p class="new-mark">new in this call</p>` : nothing
      const isNew = fresh !== undefined && index >= fresh && turn.origin === 'input'
      if (index < fold.from || index >= fold.to)
        return html`${mark}${turnView(turn, index === fold.to ? undefined : turns[index - 1], host, isNew)}`
      if (index !== fold.from) return nothing
      const hidden = turns.slice(fold.from, fold.to)
      return earlierView(hidden, conversation.repeated, () => host.unfold(span, turns.length))
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

interface FoldedTurns {
  readonly from: number
  readonly to: number
}

const NOTHING_FOLDED: FoldedTurns = { from: 0, to: 0 }

/** Which turns of a history are folded away: those that an earlier call had, or the middle of a long one. */
function foldOf({ turns, repeated }: Conversation): FoldedTurns {
  if (repeated) {
    const to = repeatedTurns(turns, repeated.messages)
    return to > 1 ? { from: 0, to } : NOTHING_FOLDED
  }
  const answer = turns.findIndex((turn) => turn.origin === 'output')
  const to = (answer === -1 ? turns.length : answer) - RECENT
  const from = turns.findIndex((turn) => turn.role !== 'system' && turn.role !== 'developer') + 1
  return from > 0 && to - from > RECENT ? { from, to } : NOTHING_FOLDED
}

/** Where the messages begin that no earlier call had; undefined for a first call. */
function newFrom({ turns, repeated }: Conversation): number | undefined {
  if (!repeated) return undefined
  const index = repeatedTurns(turns, repeated.messages)
  return index < turns.length ? index : undefined
}

/** Tool results stand in the cards of their calls, so a message is not always a turn. */
function repeatedTurns(turns: readonly Turn[], messages: number): number {
  const index = turns.findIndex((turn) => turn.origin === 'output' || (turn.message ?? -1) >= messages)
  return index === -1 ? turns.length : index
}

function earlierView(turns: readonly Turn[], repeated: Conversation['repeated'], show: () => void): TemplateResult {
  const words = repeated
    ? `${plural(turns.length, 'message')} as in call ${repeated.call}: ${rolesOf(turns)}`
    : `show ${plural(turns.length, 'earlier message')}`
  return html`<button class="folded more" @click=${show}>
    ${icon('chevron', 'small')}<span>${words}</span>${repeated ? html`<span class="link">show</span>` : nothing}
  </button>`
}

/** E.g. `system, user, 2 assistant`. */
function rolesOf(turns: readonly Turn[]): string {
  const counts = new Map<string, number>()
  for (const { role } of turns) counts.set(role, (counts.get(role) ?? 0) + 1)
  return [...counts].map(([role, count]) => (count === 1 ? role : `${count} ${role}`)).join(', ')
}

function toolsView({ tools, leftOut }: ToolDefinitions): TemplateResult {
  const names = [...tools.map((tool) => tool.name), ...(leftOut ? [leftOutWords(leftOut)] : [])]
  return html`<details class="tools">
    <summary>
      <span class="who">tools</span>
      <span class="said faint"
        >${icon('chevron', 'small')}${plural(tools.length + (leftOut?.items ?? 0), 'tool')} on offer:
        ${names.join(', ')}</span
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

function turnView(turn: Turn, before: Turn | undefined, host: ConversationHost, isNew: boolean): TemplateResult {
  const who = turn.name ?? ROLE_NAMES[turn.role] ?? turn.role
  // The same voice goes on: it is named once.
  const isSame =
    before?.origin === turn.origin &&
    before.role === turn.role &&
    before.name === turn.name &&
    turn.role === 'assistant'
  return html`<div class="turn ${isNew ? 'new' : ''}" data-role=${turn.role} data-origin=${turn.origin}>
    <span class="who">${isSame ? html`<span class="unseen">${who}</span>` : who}</span>
    <div class="said">
      ${turn.parts.length === 0 ? html`<span class="faint">nothing</span>` : nothing} ${partsView(turn, host)}
    </div>
  </div>`
}

/** What was said in a turn: text, reasoning, cards of tool calls, media. */
export function partsView(turn: Turn, host: ConversationHost): unknown {
  return turn.parts.map((shown) => guard(dependencies(shown, host), () => safePartView(shown, turn, host)))
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
        <summary>${icon('chevron', 'small')}${icon('reasoning')}Reasoning, ${formatBytes(part.text.length)}</summary>
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
  const seen = shown.open ? text.slice(openStart(shown.source, text, limit, host)) : text.slice(0, foldAt(text, limit))
  const hidden = text.length - seen.length
  const { text: visible, ...invisible } = markInvisible(seen)
  const more = hidden === 0 ? nothing : moreButton(hidden, shown, limit, host)
  const body = isOutput
    ? markdownView(host.blocksOf(shown.source, visible), caret)
    : html`<p class="plain">${growingText(visible)}${hidden > 0 && !shown.open ? '…' : nothing}${caret}</p>`
  return html`<div class="text">
    ${invisibleNote(invisible)}${shown.open ? more : nothing}${body}${shown.open ? nothing : more}${shown.open ? nothing : copyText(text)}
  </div>`
}

/** How many characters of a text cannot be seen, and what they spell. Copying gives the text as it was. */
function invisibleNote({ count, words, hiddenText }: Omit<MarkedText, 'text'>): unknown {
  if (count === 0) return nothing
  return html`<p class="mark">
    ${icon('warning')}<span
      >${plural(count, 'character')} that cannot be seen ${count === 1 ? 'is' : 'are'} marked: ${words}.
      ${hiddenText === '' ? nothing : html`They spell “${hiddenText.slice(0, 400)}”.`}</span
    >
  </p>`
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
  const failed = span !== undefined && isFailed(span)
  return html`<div class="call ${failed ? 'failed' : ''}">
    <div class="asked">
      <span class="kind">${icon(failed ? 'failure' : 'tool')}</span><code><b>${part.name}</b></code>
      ${
        span
          ? html`<button class="link jump" @click=${() => host.jump(span)} title=${`Show the span of ${part.name}`}>
              ${span.end === undefined ? 'running' : formatDuration(span.end - span.start)}<span class="unseen"
                >, show the span of ${part.name}</span
              >${icon('arrowUpRight', 'small')}
            </button>`
          : nothing
      }
      <div class="arguments">
        ${part.broken && typeof part.arguments === 'string' ? brokenView(part.arguments, part.broken) : argumentsView(part.arguments, shown.open)}
      </div>
    </div>
    ${
      outcome?.response === undefined
        ? nothing
        : html`<div class="result">
            ${icon('result', 'small')}
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

/** Arguments that are no JSON, as they came, with a bar where they break. */
function brokenView(text: string, { offset, line, column }: JsonBreak): TemplateResult {
  return html`<p class="bad">The arguments are no JSON: they break at line ${line}, column ${column}.</p>
    <pre
      tabindex="0"
    ><code>${text.slice(Math.max(0, offset - 2000), offset)}<i class="break" role="img" aria-label="breaks here"></i>${text.slice(offset, offset + 2000)}</code></pre>`
}

/** A value of any shape: a structure as JSON, text as text. */
export function valueView(value: Value): unknown {
  if (typeof value === 'object' && value !== null) {
    const line = summary(value, 96)
    // What fits in a line is shown in one.
    if (!line.includes('…') && line.length <= 76) return html`<code class="line">${line}</code>`
    return html`<spanlit-json .value=${value} .openDepth=${1}></spanlit-json>`
  }
  const { text, ...invisible } = markInvisible(String(value))
  if (text.length <= 4000) return html`${invisibleNote(invisible)}<code class="plain">${text}</code>`
  return html`<spanlit-json .value=${text}></spanlit-json>`
}

function copyText(text: string): TemplateResult {
  return copyButton('Copy text', () => text)
}
