import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import type { Value } from '../../model/attributes.ts'
import { failureOf } from '../../model/failure.ts'
import { formatTimeOfDay } from '../../model/format.ts'
import { callerOf } from '../../model/genai/tool-calls.ts'
import { readingOf } from '../../model/readings.ts'
import { roleOf } from '../../model/role.ts'
import type { Span, Trace } from '../../model/span.ts'
import { valueView } from './conversation.ts'
import { failureView } from './failure.ts'
import { recordedView } from './recorded.ts'
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_STATEMENT,
  ATTR_DB_SYSTEM,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_METHOD,
  ATTR_HTTP_REQUEST_BODY_SIZE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_BODY_SIZE,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_HTTP_STATUS_CODE,
  ATTR_HTTP_TARGET,
  ATTR_HTTP_URL,
  ATTR_NET_PEER_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
} from '../../semconv.ts'

/** What matters of a span that is no conversation. */
export function overviewView(span: Span, trace: Trace, jump: (span: Span) => void): TemplateResult {
  const failure = failureOf(span)
  return html`<div class="overview">
    ${failure ? failureView(failure) : nothing}
    ${roleOf(span) === 'tool' ? toolView(span, trace, jump) : factsView(span)}
  </div>`
}

/** A GenAI span without a word in it: why, and what to do. */
export function noContentView(span: Span): TemplateResult {
  const failure = failureOf(span)
  const { missing } = readingOf(span)
  return html`<div class="overview">
    ${failure ? failureView(failure) : nothing}
    <div class="empty">
      <p><b>No prompt and no completion came with this span.</b></p>
      ${missing === undefined || missing.reason === 'not captured' ? nothing : html`<p>${missing.words}</p>`}
      <p>
        Content is not captured for export where it was recorded${span.service === '' ? '' : ` (${span.service})`}. To
        have it captured, set <code>captureContent: true</code> in <code>startTracing()</code>, or
        <code>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</code> in the environment of that process.
      </p>
      <p>
        In development the live feed (<code>live: true</code>) carries content all the same. A page’s own feed ends with
        a reload: its spans from before come from the receiver, as they were exported.
      </p>
    </div>
    ${factsView(span)}
  </div>`
}

function toolView(span: Span, trace: Trace, jump: (span: Span) => void): TemplateResult {
  const { arguments: given, result, description } = readingOf(span).tool ?? {}
  const caller = callerOf(span, trace)
  return html`${description === undefined ? nothing : html`<p class="plain faint">${description}</p>`}
    <h3>Arguments</h3>
    ${isMissing(given) ? missing('No arguments were recorded.') : html`<div class="json">${recordedView(given)}</div>`}
    <h3>Result</h3>
    ${
      isMissing(result)
        ? missing(span.end === undefined ? 'The tool still runs.' : 'No result was recorded.')
        : html`<div class="json">${recordedView(result)}</div>`
    }
    ${
      caller
        ? html`<p>
            <button class="link" @click=${() => jump(caller)}>
              Asked for by ${caller.name}${icon('arrowUpRight', 'small')}
            </button>
          </p>`
        : nothing
    }
    ${ownView(span)}`
}

function isMissing(value: Value | undefined): value is null | '' | undefined {
  return value === undefined || value === null || value === ''
}

function missing(text: string): TemplateResult {
  return html`<p class="faint">${text}</p>`
}

const HTTP_FACTS: readonly (readonly [string, readonly string[]])[] = [
  ['Method', [ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_METHOD]],
  ['URL', [ATTR_URL_FULL, ATTR_HTTP_URL]],
  ['Route', [ATTR_HTTP_ROUTE]],
  ['Path', [ATTR_URL_PATH, ATTR_HTTP_TARGET]],
  ['Status', [ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_HTTP_STATUS_CODE]],
  ['Server', [ATTR_SERVER_ADDRESS, ATTR_NET_PEER_NAME]],
  ['Port', [ATTR_SERVER_PORT]],
  ['Request size', [ATTR_HTTP_REQUEST_BODY_SIZE]],
  ['Response size', [ATTR_HTTP_RESPONSE_BODY_SIZE]],
  ['Resends', [ATTR_HTTP_REQUEST_RESEND_COUNT]],
  ['System', [ATTR_DB_SYSTEM_NAME, ATTR_DB_SYSTEM]],
  ['Query', [ATTR_DB_QUERY_TEXT, ATTR_DB_STATEMENT]],
]

function factsView(span: Span): TemplateResult {
  const facts = HTTP_FACTS.flatMap(([label, keys]) => {
    const value = keys.map((key) => span.attributes.get(key)).find((candidate) => candidate !== undefined)
    return value === undefined ? [] : [[label, value] as const]
  })
  return html`${
    facts.length === 0
      ? nothing
      : html`<dl class="facts-list">${facts.map(([label, value]) => pair(label, value))}</dl>`
  }
  ${ownView(span)}`
}

const COVERED = new Set(HTTP_FACTS.flatMap(([, keys]) => keys))

/** The attributes that no fact above says already, and where the span stands in time. */
function ownView(span: Span): TemplateResult {
  const own = [...span.attributes].filter(
    ([key]) =>
      !COVERED.has(key) &&
      !/^(gen_ai\.|openai\.|code\.|thread\.|user_agent\.|network\.|client\.|url\.|error\.)/.test(key),
  )
  return html`${
      own.length === 0
        ? nothing
        : html`<h3>Recorded by the app</h3>
            <dl class="facts-list">${own.slice(0, 100).map(([key, value]) => pair(key, value))}</dl>`
    }
    <h3>Span</h3>
    <dl class="facts-list">
      ${pair('Started', formatTimeOfDay(span.start))} ${span.service === '' ? nothing : pair('Service', span.service)}
      ${span.scope === '' ? nothing : pair('Recorded by', span.scope)} ${pair('Span id', span.spanId)}
      ${pair('Trace id', span.traceId)}
    </dl>`
}

function pair(label: string, value: Value): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${valueView(value)}</dd>
  </div>`
}
