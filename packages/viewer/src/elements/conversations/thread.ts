import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { type ConversationThread, figuresOf, isTurnFailed } from '../../model/conversations.ts'
import { formatCount, formatDuration, formatShare, formatWhen, plural } from '../../model/format.ts'
import { roleOf } from '../../model/role.ts'

/** The question that a conversation began with. */
function titleOf({ turns }: ConversationThread): string {
  return turns.find(({ question }) => question !== '')?.question ?? turns[0]!.calls[0]!.name
}

/** Two lines of the list: the first question; state, number of turns and the time of the last one. */
export function threadLines(thread: ConversationThread, now: number): TemplateResult {
  const { turns } = thread
  const last = turns.at(-1)!
  const running = last.trace.running > 0
  const title = titleOf(thread)
  return html`<span class="line"><b title=${title}>${title}</b></span>
    <span class="line second">
      ${
        running
          ? html`<span class="state run"><i class="dot"></i>answering</span>`
          : turns.some(isTurnFailed)
            ? html`<span class="state bad">${icon('failure', 'small')}failed</span>`
            : nothing
      }
      <span>${plural(turns.length, 'turn')}</span>
      <time>${formatWhen(last.trace.start, now)}</time>
    </span>`
}

export function threadHeadView(thread: ConversationThread, now: number): TemplateResult {
  const { turns } = thread
  const figures = turns.map(figuresOf)
  const traces = new Set(turns.map(({ trace }) => trace))
  const sum = (read: (figure: (typeof figures)[number]) => number): number =>
    figures.reduce((total, figure) => total + read(figure), 0)
  const [input, cached, output] = [sum((f) => f.input), sum((f) => f.cached), sum((f) => f.output)]
  const work = sum((figure) => (figure.end ?? now) - figure.start)
  const from = figures[0]!.start
  const to = Math.max(...figures.map((figure) => figure.end ?? now))
  const calls = turns.reduce((total, turn) => total + turn.calls.length, 0)
  const tools = [...traces].reduce(
    (total, { spans }) => total + spans.filter((span) => roleOf(span) === 'tool').length,
    0,
  )
  const failed = turns.filter(isTurnFailed).length
  return html`<div class="thread-head">
    <h2>${titleOf(thread)}</h2>
    <div class="facts">
      <span
        ><b>${formatCount(turns.length)}</b> ${turns.length === 1 ? 'turn' : 'turns'} in
        ${plural(traces.size, 'trace')}</span
      >
      <span><b>${formatCount(calls)}</b> ${calls === 1 ? 'model call' : 'model calls'}</span>
      ${tools === 0 ? nothing : html`<span><b>${formatCount(tools)}</b> ${tools === 1 ? 'tool' : 'tools'}</span>`}
      <span
        ><b>${formatDuration(work)}</b> of work${to - from > work * 1.2 ? ` in ${formatDuration(to - from)}` : ''}</span
      >
      ${
        input === 0
          ? nothing
          : html`<span
              >in
              <b>${formatCount(input)}</b
              >${cached > 0 ? html` (cached <b>${formatShare(cached / input)}</b>)` : nothing}</span
            >`
      }
      ${output === 0 ? nothing : html`<span>out <b>${formatCount(output)}</b></span>`}
      ${failed === 0 ? nothing : html`<span class="bad"><b>${failed} failed</b></span>`}
    </div>
  </div>`
}
