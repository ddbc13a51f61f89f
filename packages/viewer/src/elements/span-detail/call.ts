import { html, nothing, type TemplateResult } from 'lit'
import type { Reading } from '@spanlit/dialects'
import { formatDuration, formatWhen } from '../../model/format.ts'
import { readingOf } from '../../model/readings.ts'
import { requestSettings } from '../../model/genai/request.ts'
import type { Span } from '../../model/span.ts'
import { attemptTimes } from '../../model/waterfall.ts'
import { now } from '../../now.ts'

const FACTS: readonly (readonly [string, (reading: Reading) => string | undefined])[] = [
  ['model', ({ model }) => model],
  ['answered by', ({ responseModel }) => responseModel],
  ['provider', ({ provider }) => provider],
  ['cost', ({ cost }) => (cost?.total === undefined ? undefined : `$${cost.total} as it was recorded`)],
  ['conversation', ({ session }) => session],
  ['user', ({ user }) => user],
  ['response id', ({ responseId }) => responseId],
]

/** How a model was called: what the caller asked for, whom, when, and how often it was tried. */
export function callView(span: Span): TemplateResult {
  const reading = readingOf(span)
  const facts = FACTS.flatMap(([label, read]) => {
    const value = read(reading)
    return value === undefined ? [] : [[label, value] as const]
  })
  const reasons = reading.finishReasons
  const attempts = attemptTimes(span)
  return html`<div class="overview">
    <dl class="facts-list">
      ${facts.map(([label, value]) => pair(label, value))}
      ${requestSettings(span.attributes).map(({ label, value }) => pair(label, value))}
      ${reasons.length === 0 ? nothing : pair('ended by', [...new Set(reasons)].join(', '))}
      ${pair('began', formatWhen(span.start, now()))} ${span.service === '' ? nothing : pair('service', span.service)}
      ${span.scope === '' ? nothing : pair('recorded by', span.scope)}
    </dl>
    ${scoresView(reading)}
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

/** What evaluations say of the call. */
function scoresView({ scores }: Reading): unknown {
  if (scores.length === 0) return nothing
  return html`<h3>Scores</h3>
    <dl class="facts-list">
      ${scores.map(({ name, score, label, explanation }) =>
        pair(name, [score, label, explanation].filter((part) => part !== undefined).join(' · ')),
      )}
    </dl>`
}

function pair(label: string, value: string): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`
}
