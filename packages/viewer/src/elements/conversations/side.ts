import { html, nothing, type TemplateResult } from 'lit'
import { cssom } from '../../cssom.ts'
import { stringAttribute } from '../../model/attributes.ts'
import { type ConversationThread, figuresOf } from '../../model/conversations.ts'
import { formatCount, formatDuration, formatShare, plural } from '../../model/format.ts'
import { contentOf } from '../../model/genai/read-span.ts'
import { roleOf } from '../../model/role.ts'
import { isFailed } from '../../model/span.ts'
import { ATTR_GEN_AI_TOOL_NAME } from '../../semconv.ts'

/** Beside the turns: how the context grew, what it now consists of, and the tools. */
export function sideView(thread: ConversationThread): TemplateResult {
  const totals = thread.turns.map((turn) => figuresOf(turn).contextTotal)
  const most = Math.max(1, ...totals)
  const now = figuresOf(thread.turns.at(-1)!)
  return html`${
    totals.every((total) => total === 0)
      ? nothing
      : html`<section>
            <h3>Context by turn <span>tokens sent</span></h3>
            <div class="growth">
              ${totals.map((total, index) => growthView(total, totals[index - 1] ?? 0, index, most))}
            </div>
            <p class="keys-of"><i class="before"></i>as before <i class="fresh"></i>new in the turn</p>
          </section>
          <section>
            <h3>Context now <span>${formatCount(now.contextTotal)} tokens</span></h3>
            <dl class="parts-list">
              ${Object.entries(now.context).map(
                ([part, tokens]) =>
                  html`<div>
                    <dt>${part}</dt>
                    <dd>
                      <b>${formatCount(tokens)}</b> <span>${formatShare(tokens / Math.max(1, now.contextTotal))}</span>
                    </dd>
                  </div>`,
              )}
            </dl>
          </section>`
  }
  ${toolsView(thread)}`
}

function growthView(total: number, before: number, index: number, most: number): TemplateResult {
  const old = Math.min(total, before)
  return html`<div class="grown">
    <span>${index + 1}</span>
    <span class="bars"
      ><i class="before" ${cssom({ width: `${(old / most) * 100}%` })}></i
      ><i class="fresh" ${cssom({ width: `${((total - old) / most) * 100}%` })}></i
    ></span>
    <span>${formatCount(total)}</span>
  </div>`
}

interface ToolUse {
  calls: number
  failed: number
  time: number
}

function toolsView({ turns }: ConversationThread): unknown {
  const uses = new Map<string, ToolUse>()
  for (const trace of new Set(turns.map((turn) => turn.trace)))
    for (const span of trace.spans) {
      if (roleOf(span) !== 'tool') continue
      const name = stringAttribute(span.attributes, ATTR_GEN_AI_TOOL_NAME) ?? span.name
      const use = uses.get(name) ?? { calls: 0, failed: 0, time: 0 }
      uses.set(name, use)
      use.calls++
      if (isFailed(span)) use.failed++
      use.time += (span.end ?? span.start) - span.start
    }
  const offered = contentOf(turns.at(-1)!.calls.at(-1)!, 'tools').tools.map(({ name }) => name)
  const unused = offered.filter((name) => !uses.has(name))
  if (uses.size === 0 && unused.length === 0) return nothing
  return html`<section>
    <h3>
      Tools
      <span
        >${plural(
          [...uses.values()].reduce((sum, { calls }) => sum + calls, 0),
          'call',
        )}</span
      >
    </h3>
    ${
      uses.size === 0
        ? nothing
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Tool</th>
                <th scope="col">Calls</th>
                <th scope="col">Failed</th>
                <th scope="col">Time</th>
              </tr>
            </thead>
            <tbody>
              ${[...uses].map(
                ([name, { calls, failed, time }]) =>
                  html`<tr>
                    <td><code>${name}</code></td>
                    <td>${calls}</td>
                    <td class=${failed > 0 ? 'bad' : ''}>${failed}</td>
                    <td>${formatDuration(time)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${
      unused.length === 0
        ? nothing
        : html`<p class="faint">
            ${unused.length} of ${plural(offered.length, 'tool')} ${unused.length === 1 ? 'was' : 'were'} never called:
            ${unused.join(', ')}.
          </p>`
    }
  </section>`
}
