import { html, nothing, type TemplateResult } from 'lit'
import { stringAttribute } from '../../model/attributes.ts'
import { formatDuration, formatWhen } from '../../model/format.ts'
import { finishReasons } from '../../model/finish-reason.ts'
import { requestSettings } from '../../model/genai/request.ts'
import type { Span } from '../../model/span.ts'
import { attemptTimes } from '../../model/waterfall.ts'
import { now } from '../../now.ts'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_SERVER_ADDRESS,
} from '../../semconv.ts'

const FACTS: readonly (readonly [string, string])[] = [
  ['model', ATTR_GEN_AI_REQUEST_MODEL],
  ['answered by', ATTR_GEN_AI_RESPONSE_MODEL],
  ['provider', ATTR_GEN_AI_PROVIDER_NAME],
  ['server', ATTR_SERVER_ADDRESS],
  ['conversation', ATTR_GEN_AI_CONVERSATION_ID],
  ['response id', ATTR_GEN_AI_RESPONSE_ID],
]

/** How a model was called: what the caller asked for, whom, when, and how often it was tried. */
export function callView(span: Span): TemplateResult {
  const facts = FACTS.flatMap(([label, key]) => {
    const value = stringAttribute(span.attributes, key)
    return value === undefined ? [] : [[label, value] as const]
  })
  const reasons = finishReasons(span.attributes)
  const attempts = attemptTimes(span)
  return html`<div class="overview">
    <dl class="facts-list">
      ${facts.map(([label, value]) => pair(label, value))}
      ${requestSettings(span.attributes).map(({ label, value }) => pair(label, value))}
      ${reasons.length === 0 ? nothing : pair('ended by', [...new Set(reasons)].join(', '))}
      ${pair('began', formatWhen(span.start, now()))} ${span.service === '' ? nothing : pair('service', span.service)}
      ${span.scope === '' ? nothing : pair('recorded by', span.scope)}
    </dl>
    ${
      attempts.length < 2
        ? nothing
        : html`<h3>Attempts</h3>
            <ol class="attempts">
              ${attempts.map(
                (time, index) =>
                  html`<li>
                    after
                    ${formatDuration(time - span.start)}${index === attempts.length - 1 ? ', the one that counts' : ', tried again'}
                  </li>`,
              )}
            </ol>`
    }
  </div>`
}

function pair(label: string, value: string): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`
}
