import { html, nothing, type TemplateResult } from 'lit'
import { colourOf } from '../../colours.ts'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import { stringAttribute } from '../../model/attributes.ts'
import { failureOf } from '../../model/failure.ts'
import { formatCount, formatDuration, formatRunning } from '../../model/format.ts'
import { callsOf } from '../../model/genai/new-in-call.ts'
import { isCutShort } from '../../model/finish-reason.ts'
import { roleIcon, roleOf, roleWords } from '../../model/role.ts'
import { isFailed, type Span, type Trace } from '../../model/span.ts'
import { brokenOff } from '../../model/stream-outcome.ts'
import { readingOf } from '../../model/readings.ts'
import { timeToFirstToken } from '../../model/waterfall.ts'
import { ATTR_GEN_AI_OPERATION_NAME } from '../../semconv.ts'

/** What one wants to know of a span before reading on. */
export function headerView(span: Span, trace: Trace, now: number): TemplateResult {
  const role = roleOf(span)
  const failed = isFailed(span)
  const name = span.name === '' ? '(no name)' : span.name
  return html`<div class="summary">
    <h2 ${cssom({ '--k': failed ? 'var(--bad)' : colourOf(span) })}>
      <span class="kind">${icon(failed ? 'failure' : roleIcon(role))}</span>
      <span class="title" title=${name}>${name}</span>
      <span class="about">${aboutOf(span, trace)}</span>
      ${stateView(span)}
      ${span.service === '' ? nothing : html`<span class="tag" title=${span.service}>${span.service}</span>`}
    </h2>
    <div class="facts">${factsView(span, now)}</div>
  </div>`
}

/** `call 3 of 4` of a model's call, else what kind of span it is. */
function aboutOf(span: Span, trace: Trace): string {
  const role = roleOf(span)
  if (role !== 'model') return role === 'function' ? '' : roleWords(role)
  const calls = callsOf(trace)
  const operation = stringAttribute(span.attributes, ATTR_GEN_AI_OPERATION_NAME) ?? ''
  const isNamed = span.name.startsWith(operation)
  const place = calls.length > 1 ? `call ${calls.indexOf(span) + 1} of ${calls.length}` : ''
  return [isNamed ? '' : operation, place].filter(Boolean).join(', ')
}

function stateView(span: Span): unknown {
  const failure = failureOf(span)
  if (failure) return html`<span class="state bad" title=${failure.words}>${failure.words}</span>`
  const outcome = brokenOff(span)
  if (outcome !== undefined) return html`<span class="state warn" title=${outcome}>${outcome}</span>`
  if (span.end !== undefined) return nothing
  const words = span.streamed ? 'streaming' : roleOf(span) === 'model' ? 'waiting' : 'running'
  return html`<span class="state run"><i class="dot"></i>${words}</span>`
}

function factsView(span: Span, now: number): unknown[] {
  const reading = readingOf(span)
  const { usage, responseModel } = reading
  const firstToken = timeToFirstToken(span)
  const streamedLength = span.end === undefined ? span.streamed?.length : undefined
  const writing = span.end === undefined || firstToken === undefined ? 0 : span.end - span.start - firstToken
  // `error` on a stream that was cut off only says that no reason came.
  const reasons = reading.finishReasons.filter((reason) => reason !== 'error' || brokenOff(span) === undefined)
  return [
    span.end === undefined
      ? html`<span><b>${formatRunning(now - span.start)}</b> so far</span>`
      : html`<span><b>${formatDuration(span.end - span.start)}</b></span>`,
    firstToken === undefined ? nothing : html`<span>first token <b>${formatDuration(firstToken)}</b></span>`,
    writing > 20 && usage.output !== undefined && usage.output > 20
      ? html`<span><b>${formatCount(usage.output / (writing / 1000))}</b> tokens/s</span>`
      : nothing,
    usage.input === undefined
      ? nothing
      : html`<span
          >in
          <b>${formatCount(usage.input)}</b
          >${usage.cached ? html` (cached <b>${formatCount(usage.cached)}</b>)` : nothing}</span
        >`,
    usage.output === undefined
      ? nothing
      : html`<span
          >out
          <b>${formatCount(usage.output)}</b
          >${usage.reasoning ? html` (reasoning <b>${formatCount(usage.reasoning)}</b>)` : nothing}</span
        >`,
    // The count comes with the end; until then four characters make a token, about.
    streamedLength === undefined
      ? nothing
      : html`<span>out <b>≈${formatCount(Math.ceil(streamedLength / 4))}…</b></span>`,
    responseModel === undefined || responseModel === reading.model
      ? nothing
      : html`<span>answered by <b>${responseModel}</b></span>`,
    reasons.every((reason) => reason === 'stop' || reason === 'tool_calls' || reason === 'tool_call')
      ? nothing
      : html`<span class=${reasons.some(isCutShort) ? 'warn' : ''}
          >ended by <b>${[...new Set(reasons)].join(', ')}</b></span
        >`,
  ]
}
