import type { ReactiveController, ReactiveElement } from 'lit'
import { lateViews } from '../late.ts'
import type { OwnWindow } from './own-window.ts'
import { readPreferences, savePreferences } from '../preferences.ts'

/** Where a viewer is shown: docked at the bottom or at the right of the page, in a window of its own, or in its own box. */
export type Dock = 'bottom' | 'right' | 'window' | 'inline'

export interface DockHost extends ReactiveElement {
  dock: Dock
}

/** Where the viewer is shown and how large: it moves the viewer into a window of its own and back, and remembers sizes. */
export class DockController implements ReactiveController {
  /** The share of the panel's width that the span's column takes. */
  detailShare: number | undefined
  readonly #host: DockHost
  #window: OwnWindow | undefined
  readonly #extent: { bottom: number | undefined; right: number | undefined }
  readonly #onResize: () => void
  #view: Window | null = null

  /** @param onResize called when the window around the viewer has another size */
  constructor(host: DockHost, onResize: () => void) {
    this.#host = host
    this.#onResize = onResize
    const { bottom, right, detail } = readPreferences()
    this.#extent = { bottom: numberOrNothing(bottom), right: numberOrNothing(right) }
    this.detailShare = numberOrNothing(detail)
    host.addController(this)
  }

  hostConnected(): void {
    this.#view = this.#host.ownerDocument.defaultView
    this.#view?.addEventListener('resize', this.#onResize)
  }

  hostDisconnected(): void {
    this.#view?.removeEventListener('resize', this.#onResize)
    if (this.moving) return
    this.#window?.close()
    // It may be shown again, without the click that a window needs.
    if (this.#host.dock === 'window') this.#host.dock = 'bottom'
  }

  /** The viewer is moving between two documents. */
  get moving(): boolean {
    return this.#window?.moving ?? false
  }

  /** Until a window of its own is there, the viewer stays where it is. */
  get shown(): Dock {
    const { dock } = this.#host
    if (dock !== 'window') return dock === 'right' || dock === 'inline' ? dock : 'bottom'
    return this.#window?.isOpen ? 'window' : 'bottom'
  }

  /** The height below or the width at the right that a person has chosen, in pixels. */
  get extent(): number | undefined {
    const { shown } = this
    return shown === 'bottom' || shown === 'right' ? this.#extent[shown] : undefined
  }

  resize(size: number): void {
    const { shown } = this
    if (shown === 'bottom' || shown === 'right') this.#extent[shown] = size
    this.#host.requestUpdate()
  }

  resizeDetail(share: number): void {
    this.detailShare = share
    this.#host.requestUpdate()
  }

  /** Remembers the sizes, when a drag is over. */
  save(): void {
    const { shown, extent, detailShare } = this
    if (extent !== undefined) savePreferences({ [shown]: extent })
    if (detailShare !== undefined) savePreferences({ detail: detailShare })
  }

  /**
   * Shows the viewer where its `dock` says.
   *
   * @returns whether it could: a browser may refuse a window
   */
  async apply(): Promise<boolean> {
    const host = this.#host
    let done = true
    if (host.dock !== 'window') this.#window?.close()
    else if (!(await this.#openWindow())) {
      host.dock = 'bottom'
      done = false
    }
    savePreferences({ dock: host.dock })
    host.requestUpdate()
    return done
  }

  async #openWindow(): Promise<boolean> {
    const late = lateViews()
    if (!late) return false
    this.#window ??= new late.OwnWindow(this.#host, () => {
      this.#host.dock = 'bottom'
    })
    return this.#window.isOpen || this.#window.open()
  }

  /** Sets the sizes of the panel, and raises it into the top layer, which is above every z-index of the page. */
  draw(panel: HTMLElement): void {
    const { extent, detailShare } = this
    if (extent === undefined) panel.style.removeProperty('--extent')
    else panel.style.setProperty('--extent', `${extent}px`)
    if (detailShare !== undefined) panel.style.setProperty('--detail', `${detailShare * 100}%`)
    if (!panel.hasAttribute('popover') || !panel.isConnected) return
    try {
      if (!panel.matches(':popover-open')) panel.showPopover()
    } catch {
      // A browser without popovers: the panel is fixed with a high z-index all the same.
    }
  }
}

function numberOrNothing(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
