import type { ReactiveElement } from 'lit'

interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

const SIZE = { width: 1120, height: 680 }

/** Moves an element into a window of its own and back. Its class must bear another document (see `SpanlitElement`). */
export class OwnWindow {
  /** The element is moving between two documents, and leaves neither for good. */
  moving = false
  readonly #element: ReactiveElement
  readonly #gone: () => void
  #window: Window | undefined
  #home: { readonly parent: Node; readonly before: Node | null } | undefined

  /** @param gone called when the window was closed by its own button, after the element came back */
  constructor(element: ReactiveElement, gone: () => void) {
    this.#element = element
    this.#gone = gone
  }

  get isOpen(): boolean {
    return this.#window !== undefined
  }

  /** Must be called from a click or a key. Returns whether the browser opened a window. */
  async open(): Promise<boolean> {
    const element = this.#element
    const opener = element.ownerDocument.defaultView ?? window
    const opened = await openWindow(opener)
    if (!opened || !element.isConnected) {
      opened?.close()
      return false
    }
    this.#home = { parent: element.parentNode!, before: element.nextSibling }
    this.#window = opened
    // A window that is closed by its own button gives the element back; a page that goes away takes its window with it.
    opened.addEventListener('pagehide', this.#onWindowGone)
    opener.addEventListener('pagehide', this.#onPageGone)
    this.#move(opened.document.body, null)
    return true
  }

  /** Closes the window; an element that still is in it comes back. */
  close(): void {
    const opened = this.#window
    const home = this.#home
    this.#window = undefined
    this.#home = undefined
    if (!opened || !home) return
    opened.removeEventListener('pagehide', this.#onWindowGone)
    home.parent.ownerDocument?.defaultView?.removeEventListener('pagehide', this.#onPageGone)
    if (this.#element.isConnected) this.#move(home.parent, home.before)
    opened.close()
  }

  readonly #onWindowGone = (): void => {
    this.close()
    this.#gone()
  }

  readonly #onPageGone = (): void => this.#window?.close()

  #move(parent: Node, before: Node | null): void {
    this.moving = true
    try {
      parent.insertBefore(this.#element, before?.parentNode === parent ? before : null)
    } finally {
      this.moving = false
    }
    this.#element.requestUpdate()
  }
}

/** One that stays on top where the browser has such, else an ordinary one. */
async function openWindow(from: Window): Promise<Window | undefined> {
  const { documentPictureInPicture } = from as Window & { documentPictureInPicture?: PictureInPicture }
  let opened: Window | null | undefined
  try {
    opened = await documentPictureInPicture?.requestWindow(SIZE)
  } catch {
    // Not from here (a frame, no click): an ordinary window may still be allowed.
  }
  opened ??= from.open('', '', `popup,width=${SIZE.width},height=${SIZE.height}`)
  if (!opened) return undefined
  opened.document.title = `Spanlit · ${from.document.title}`
  opened.document.documentElement.lang = 'en'
  opened.document.body.style.margin = '0'
  return opened
}
