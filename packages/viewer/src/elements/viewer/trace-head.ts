import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { formatCount, formatDuration, formatRunning, formatWhen } from '../../model/format.ts'
import type { Trace } from '../../model/span.ts'
import { summaryOf } from '../../model/trace-summary.ts'

const ACTIONS = [
  ['link', 'link', 'Link'],
  ['copy', 'copy', 'Copy'],
  ['save', 'save', 'Save'],
] as const

/** A trace in two lines: the question, the answer, then the facts. */
export function traceHeadView(
  trace: Trace,
  time: number,
  open: (kind: 'link' | 'copy' | 'save') => void,
): TemplateResult {
  const summary = summaryOf(trace, time)
  const { question, answer, name } = summary
  return html`<div class="trace-head">
    <div class="line">
      <h2 title=${question || name}>${question || name}</h2>
      ${
        answer === ''
          ? html`<span class="reply">${question === '' ? formatWhen(trace.start, time) : ''}</span>`
          : html`<span class="reply" title=${answer}>${icon('result', 'small')}<span>${answer}</span></span>`
      }
      <span class="actions"
        >${ACTIONS.map(([kind, name, label]) => html`<button class="button" aria-haspopup="dialog" title=${label} @click=${() => open(kind)}>${icon(name)}<span>${label}</span></button>`)}</span
      >
    </div>
    <div class="facts">${factsOf(trace, time)}</div>
  </div>`
}

function factsOf(trace: Trace, time: number): readonly unknown[] {
  const { modelCalls, toolCalls, usage, cached, failure, recovered, retries, brokenOff } = summaryOf(trace, time)
  const fact = (words: unknown, look = ''): TemplateResult => html`<span class=${look}>${words}</span>`
  const counted = (count: number, one: string, many: string): unknown =>
    count === 0 ? nothing : fact(html`<b>${formatCount(count)}</b> ${count === 1 ? one : many}`)
  return [
    trace.running > 0
      ? fact(html`<b>${formatRunning(time - trace.start)}</b> <span class="run">so far</span>`)
      : fact(html`<b>${formatDuration(trace.end - trace.start)}</b>`),
    counted(modelCalls, 'model call', 'model calls'),
    counted(toolCalls, 'tool', 'tools'),
    usage.input === 0
      ? nothing
      : fact(
          html`in
            <b>${formatCount(usage.input)}</b>${cached > 0 ? html` (cached <b>${formatCount(cached)}</b>)` : nothing}`,
        ),
    usage.output === 0 ? nothing : fact(html`out <b>${formatCount(usage.output)}</b>`),
    failure
      ? fact(
          html`<b>${formatCount(trace.failed)} failed</b
            >${recovered && modelCalls > 0 ? ', answered all the same' : `: ${failure.words}`}`,
          'bad',
        )
      : brokenOff === undefined
        ? nothing
        : fact(brokenOff, 'warn'),
    retries === 0 ? nothing : fact(`${retries} ${retries === 1 ? 'retry' : 'retries'}`, 'warn'),
  ]
}
