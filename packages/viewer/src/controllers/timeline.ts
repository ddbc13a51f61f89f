import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Trace } from '../model/span.ts'
import { axisOf, idleOf, type Part, partOf, WHOLE_TRACE } from '../model/timeline.ts'
import type { TimeAxis } from '../model/waterfall.ts'
import { readPreferences, savePreferences } from '../preferences.ts'

const ZOOM = 0.7
const SHIFT = 0.2
const LEAST = 0.0005

/** Which part of a trace's time is shown, and whether idle time is folded. The fold is remembered, the part ends with the trace. */
export class TimelineController implements ReactiveController {
  part: Part = WHOLE_TRACE
  folds: boolean
  readonly #host: ReactiveControllerHost
  #traceId: string | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    this.folds = readPreferences().foldIdle ?? true
    host.addController(this)
  }

  hostUpdate(): void {}

  /** The axis of the whole trace, and that of the part which is shown. */
  axes(trace: Trace, now: number): { readonly whole: TimeAxis; readonly shown: TimeAxis } {
    if (trace.traceId !== this.#traceId) {
      this.#traceId = trace.traceId
      this.part = WHOLE_TRACE
    }
    const whole = axisOf(trace, now, this.folds)
    return { whole, shown: partOf(whole, this.part) }
  }

  canFold(trace: Trace): boolean {
    return idleOf(trace).length > 0
  }

  show(part: Part): void {
    const size = Math.min(1, Math.max(LEAST, part.to - part.from))
    const from = Math.min(Math.max(0, part.from), 1 - size)
    this.part = { from, to: from + size }
    this.#host.requestUpdate()
  }

  toggleFold(): void {
    this.folds = !this.folds
    this.part = WHOLE_TRACE
    savePreferences({ foldIdle: this.folds })
    this.#host.requestUpdate()
  }

  /** Zooms by `w` and `s`, moves by `a` and `d`, shows all by `0`, folds by `i`. Returns whether the key was one of these. */
  key(key: string): boolean {
    const { from, to } = this.part
    const size = to - from
    const middle = (from + to) / 2
    const zoomed = (by: number): Part => ({ from: middle - (size * by) / 2, to: middle + (size * by) / 2 })
    const parts: Readonly<Record<string, () => Part>> = {
      w: () => zoomed(ZOOM),
      s: () => zoomed(1 / ZOOM),
      a: () => ({ from: from - size * SHIFT, to: to - size * SHIFT }),
      d: () => ({ from: from + size * SHIFT, to: to + size * SHIFT }),
      0: () => WHOLE_TRACE,
    }
    if (key === 'i') this.toggleFold()
    else if (parts[key]) this.show(parts[key]())
    else return false
    return true
  }
}
