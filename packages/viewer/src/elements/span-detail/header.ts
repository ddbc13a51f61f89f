import { html, nothing, type TemplateResult } from 'lit'
import { colourOf } from '../../colours.ts'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import { stringAttribute } from '../../model/attributes.ts'
import { failureOf } from '../../model/failure.ts'
import { formatCount, formatDuration, formatRunning, formatShare } from '../../model/format.ts'
import { type ContextShare, contextShares } from '../../model/genai/context-share.ts'
import { finishReasons, isCutShort, requestSettings } from '../../model/genai/request.ts'
import { roleOf } from '../../model/role.ts'
import { isFailed, type Span } from '../../model/span.ts'
import { brokenOff } from '../../model/stream-outcome.ts'
import { readUsage } from '../../model/usage.ts'
import { timeToFirstToken } from '../../model/waterfall.ts'
import { ATTR_GEN_AI_REQUEST_MODEL, ATTR_GEN_AI_RESPONSE_MODEL } from '../../semconv.ts'

const SHARE_COLOURS: Readonly<Record<ContextShare['part'], string>> = {
  system: 'var(--hue-5)',
  tools: 'var(--hue-1)',
  user: 'var(--hue-0)',
  assistant: 'var(--model)',
  'tool results': 'var(--hue-2)',
}

/** What one wants to know of a span before reading on. */
export function headerView(span: Span, now: number): TemplateResult {
  const role = roleOf(span)
  const failed = isFailed(span)
  const name = span.name === '' ? '(no name)' : span.name
  return html`<div class="summary">
    <h2 ${cssom({ '--k': failed ? 'var(--bad)' : colourOf(span) })}>
      <span class="tile">${icon(failed ? 'failure' : role)}</span>
      <span class="title" title=${name}>${name}</span>
      ${stateView(span)}
      ${span.service === '' ? nothing : html`<span class="service" title=${span.service}>${span.service}</span>`}
    </h2>
    <div class="facts">${factsView(span, now)}</div>
    ${contextView(span)}
  </div>`
}

function stateView(span: Span): unknown {
  const failure = failureOf(span)
  if (failure) return html`<span class="state bad" title=${failure.words}>${failure.words}</span>`
  const outcome = brokenOff(span)
  if (outcome !== undefined) return html`<span class="state warn" title=${outcome}>${outcome}</span>`
  if (span.end !== undefined) return nothing
  if (span.streamed) return html`<span class="state run">streaming</span>`
  return html`<span class="state run">${roleOf(span) === 'model' ? 'waiting' : 'running'}</span>`
}

function factsView(span: Span, now: number): unknown[] {
  const { attributes } = span
  const usage = readUsage(attributes)
  const firstToken = timeToFirstToken(span)
  const streamedLength = span.end === undefined ? span.streamed?.length : undefined
  const responseModel = stringAttribute(attributes, ATTR_GEN_AI_RESPONSE_MODEL)
  // Of a stream that was broken off, `error` only says that no reason came.
  const reasons = finishReasons(attributes).filter((reason) => reason !== 'error' || brokenOff(span) === undefined)
  return [
    span.end === undefined
      ? html`<span><b>${formatRunning(now - span.start)}</b> so far</span>`
      : html`<span><b>${formatDuration(span.end - span.start)}</b></span>`,
    firstToken === undefined ? nothing : html`<span>first token <b>${formatDuration(firstToken)}</b></span>`,
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
    ...requestSettings(attributes).map(({ label, value }) => html`<span>${label} <b>${value}</b></span>`),
    responseModel === undefined || responseModel === stringAttribute(attributes, ATTR_GEN_AI_REQUEST_MODEL)
      ? nothing
      : html`<span>answered by <b>${responseModel}</b></span>`,
    reasons.every((reason) => reason === 'stop')
      ? nothing
      : html`<span class=${reasons.some(isCutShort) ? 'warn' : ''}
          >ended by <b>${[...new Set(reasons)].join(', ')}</b></span
        >`,
  ]
}

function contextView(span: Span): unknown {
  if (roleOf(span) !== 'model') return nothing
  const shares = contextShares(span)
  if (shares.length === 0) return nothing
  return html`<div class="context">
    <div class="parts" aria-hidden="true">
      ${shares.map(({ part, share }) => html`<i ${cssom({ width: `${share * 100}%`, background: SHARE_COLOURS[part] })}></i>`)}
    </div>
    <div class="legend" aria-label="The input by part, estimated by length">
      ${shares.map(({ part, share }) => html`<span><i ${cssom({ background: SHARE_COLOURS[part] })}></i>${part} ${formatShare(share)}</span>`)}
    </div>
  </div>`
}
