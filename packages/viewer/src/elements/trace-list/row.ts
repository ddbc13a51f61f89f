import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { formatDuration, formatRunning, formatWhen, plural } from '../../model/format.ts'
import type { Trace } from '../../model/span.ts'
import { summaryOf, type TraceSummary } from '../../model/trace-summary.ts'

/** Two lines: what was asked and how long it took; how it went, what it cost, and when. */
export function traceLines(trace: Trace, time: number): TemplateResult {
  let summary: TraceSummary | undefined
  try {
    summary = summaryOf(trace, time)
  } catch {
    // One strange trace must not take the list away.
  }
  const running = trace.running > 0
  const title = summary ? summary.question || summary.name : trace.traceId
  return html`<span class="line">
      <b title=${title}>${title}</b>
      <span class="took">${running ? formatRunning(time - trace.start) : formatDuration(trace.end - trace.start)}</span>
    </span>
    <span class="line second">
      ${summary ? stateView(trace, summary) : nothing}
      <span class="tally">${summary ? countsOf(trace, summary) : ''}</span>
      ${trace.imported === undefined ? nothing : html`<span class="tag" title=${trace.imported}>imported</span>`}
      <time>${formatWhen(trace.start, time)}</time>
    </span>`
}

function countsOf(trace: Trace, { modelCalls, toolCalls }: TraceSummary): string {
  if (modelCalls === 0) return plural(trace.spans.length, 'span')
  return toolCalls === 0 ? plural(modelCalls, 'call') : `${plural(modelCalls, 'call')}, ${plural(toolCalls, 'tool')}`
}

function stateView(trace: Trace, { failure, recovered, brokenOff, modelCalls }: TraceSummary): unknown {
  if (trace.running > 0)
    return html`<span class="state run"
      ><i class="dot"></i
      >${trace.spans.some(({ streamed, end }) => streamed && end === undefined) ? 'answering' : 'running'}</span
    >`
  if (failure)
    return html`<span
      class="state ${recovered && modelCalls > 0 ? 'recovered' : 'bad'}"
      title=${recovered ? 'The trace succeeded; something in it did not' : failure.words}
      >${icon('failure', 'small')}<span>${failure.words}</span></span
    >`
  if (brokenOff === undefined) return nothing
  return html`<span class="state warn" title=${brokenOff}>${icon('warning', 'small')}<span>${brokenOff}</span></span>`
}
