import { html, nothing, type TemplateResult } from 'lit'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import { formatDuration, plural } from '../../model/format.ts'
import type { MapBar } from '../../model/strip-map.ts'
import type { Trace } from '../../model/span.ts'
import { idleWords, type Part } from '../../model/timeline.ts'
import type { TimeAxis } from '../../model/waterfall.ts'
import { percent } from './lane.ts'

export interface Strip {
  readonly trace: Trace
  /** The axis of the whole trace. */
  readonly axis: TimeAxis
  readonly bars: readonly MapBar[]
  readonly part: Part
  /** Idle time that is or could be folded, and whether it is. */
  readonly canFold: boolean
  readonly folds: boolean
  onPart(part: Part): void
  onFold(): void
}

const LEAST = 0.005
const STEP = 0.02

/** The whole trace in small, with a brush: two handles that mark the part which the rows show. */
export function stripView(strip: Strip): TemplateResult {
  const { part, axis, trace } = strip
  const isWhole = part.from === 0 && part.to === 1
  return html`<div class="strip">
    <div class="about">
      ${
        isWhole
          ? html`<b>All</b>`
          : html`<button
              class="button"
              title="Show the whole trace (0)"
              @click=${() => strip.onPart({ from: 0, to: 1 })}
            >
              <b>${percent(part.to - part.from)}</b>
            </button>`
      }
      <span class="extent">${formatDuration(trace.end - trace.start)}, ${plural(trace.spans.length, 'span')}</span>
      ${
        strip.canFold
          ? html`<button
              class="button fold"
              aria-pressed=${String(strip.folds)}
              title=${strip.folds ? 'Idle time is folded. Show it at full length (i)' : 'Fold idle time (i)'}
              @click=${() => strip.onFold()}
            >
              ${icon('fold')}${strip.folds ? idleWords(axis.folds) : 'fold idle time'}
            </button>`
          : nothing
      }
    </div>
    <div class="map" @pointerdown=${(event: PointerEvent) => startBrush(event, strip)}>
      ${strip.bars.map(
        (bar) =>
          html`<i
            class=${bar.failed ? 'failed' : ''}
            ${cssom({ left: percent(bar.left), width: percent(bar.width), top: `${3 + bar.level * 4}px`, '--k': bar.colour })}
          ></i>`,
      )}
      ${axis.folds.map((fold) => html`<span class="veil" ${cssom({ left: percent(fold.left), width: percent(fold.width) })}></span>`)}
      <span class="brush" ${cssom({ left: percent(part.from), right: percent(1 - part.to) })}></span>
      ${handleView(strip, 'from', 'Begin of the part that is shown')}
      ${handleView(strip, 'to', 'End of the part that is shown')}
    </div>
  </div>`
}

function handleView(strip: Strip, side: keyof Part, label: string): TemplateResult {
  const { part } = strip
  const value = part[side]
  const move = (to: number): void => strip.onPart(moved(part, side, to))
  const onKey = (event: KeyboardEvent): void => {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: value - STEP,
      ArrowRight: value + STEP,
      Home: 0,
      End: 1,
    }
    const target = targets[event.key]
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    move(target)
  }
  return html`<span
    class="handle"
    role="slider"
    tabindex="0"
    data-side=${side}
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(value * 100)}
    aria-valuetext=${percent(value)}
    ${cssom({ left: percent(value) })}
    @keydown=${onKey}
  ></span>`
}

function moved(part: Part, side: keyof Part, to: number): Part {
  return side === 'from'
    ? { from: Math.min(Math.max(0, to), part.to - LEAST), to: part.to }
    : { from: part.from, to: Math.max(Math.min(1, to), part.from + LEAST) }
}

/** A handle is dragged; elsewhere on the map a new part is drawn. */
function startBrush(event: PointerEvent, strip: Strip): void {
  if (event.button !== 0) return
  const map = event.currentTarget as HTMLElement
  const side = (event.target as HTMLElement).dataset['side'] as keyof Part | undefined
  const { left, width } = map.getBoundingClientRect()
  const at = (moving: PointerEvent): number => Math.min(1, Math.max(0, (moving.clientX - left) / width))
  const from = at(event)
  const drag = (moving: PointerEvent): void => {
    const to = at(moving)
    if (side) strip.onPart(moved(strip.part, side, to))
    else if (Math.abs(to - from) > LEAST) strip.onPart({ from: Math.min(from, to), to: Math.max(from, to) })
  }
  event.preventDefault()
  map.setPointerCapture(event.pointerId)
  map.addEventListener('pointermove', drag)
  map.addEventListener('lostpointercapture', () => map.removeEventListener('pointermove', drag), { once: true })
}
