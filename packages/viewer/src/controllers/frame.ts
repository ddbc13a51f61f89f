import type { ReactiveController, ReactiveElement } from 'lit'

/** Runs a task at most once per frame of the window that the host is shown in (it may have one of its own). */
export class FrameController implements ReactiveController {
  readonly #host: ReactiveElement
  readonly #task: () => void
  #view: Window | undefined
  #handle = 0

  constructor(host: ReactiveElement, task: () => void) {
    this.#host = host
    this.#task = task
    host.addController(this)
  }

  request(): void {
    if (this.#view || !this.#host.isConnected) return
    this.#view = this.#host.ownerDocument.defaultView ?? window
    // A hidden page has no frames: what it missed is drawn when it is seen again.
    this.#handle = this.#view.requestAnimationFrame(() => {
      this.#view = undefined
      this.#task()
    })
  }

  hostDisconnected(): void {
    this.#view?.cancelAnimationFrame(this.#handle)
    this.#view = undefined
  }
}
