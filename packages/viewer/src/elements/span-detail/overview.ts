import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons.ts'
import { stringAttribute, type Value } from '../../model/attributes.ts'
import { failureOf } from '../../model/failure.ts'
import { formatTimeOfDay } from '../../model/format.ts'
import { callerOf } from '../../model/genai/tool-calls.ts'
import { roleOf } from '../../model/role.ts'
import type { Span, Trace } from '../../model/span.ts'
import { valueView } from './conversation.ts'
import { failureView } from './failure.ts'
import { recordedView } from './recorded.ts'

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
  return html`<div class="overview">
    ${failure ? failureView(failure) : nothing}
    <div class="empty">
      <p><b>No prompt and no completion came with this span.</b></p>
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
  const given = span.attributes.get('gen_ai.tool.call.arguments')
  const result = span.attributes.get('gen_ai.tool.call.result')
  const caller = callerOf(span, trace)
  const description = stringAttribute(span.attributes, 'gen_ai.tool.description')
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
              Asked for by ${caller.name}${icon('arrowUpRight')}
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
  ['Method', ['http.request.method', 'http.method']],
  ['URL', ['url.full', 'http.url']],
  ['Route', ['http.route']],
  ['Path', ['url.path', 'http.target']],
  ['Status', ['http.response.status_code', 'http.status_code']],
  ['Server', ['server.address', 'net.peer.name']],
  ['Port', ['server.port']],
  ['Request size', ['http.request.body.size']],
  ['Response size', ['http.response.body.size']],
  ['Resends', ['http.request.resend_count']],
  ['System', ['db.system.name', 'db.system']],
  ['Query', ['db.query.text', 'db.statement']],
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
