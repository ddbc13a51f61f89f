import './define.ts'
import type { SpanlitViewer } from './elements/viewer/viewer.ts'

export interface ViewerOptions {
  /** Base URL of a Spanlit receiver, e.g. `/__spanlit`. Without it, only what the page itself traces is shown. */
  endpoint?: string
  /** Where it is shown. A window of its own can only be opened from a click or a key. Default: `bottom`. */
  dock?: 'bottom' | 'right' | 'window'
  /** What it is put into. Default: the body. */
  parent?: ParentNode & Node
}

export interface MountedViewer {
  readonly element: SpanlitViewer
  /**
   * Shows the viewer again where it was closed.
   *
   * @param opener gets the focus when the viewer is closed and has it
   * @param enter a person opens it: the viewer takes the focus, and gives it back to where it was
   */
  open(opener?: HTMLElement, enter?: boolean): void
  /** Takes the viewer out of the page; it keeps its traces, and `parent.append(element)` shows it again. */
  close(): void
  /** Takes the viewer out of the page for good, and forgets its traces. */
  dispose(): void
}

/** Puts a `<spanlit-viewer>` into the page and shows it. */
export function mountViewer(options: ViewerOptions = {}): MountedViewer {
  const element = document.createElement('spanlit-viewer')
  element.endpoint = options.endpoint
  element.dock = options.dock ?? 'bottom'
  const parent = options.parent ?? document.body
  let back: HTMLElement | undefined
  const close = (): void => {
    const { activeElement } = element.ownerDocument
    element.remove()
    if (activeElement === element) back?.focus()
  }
  element.addEventListener('spanlit-close', close)
  show(element, parent)
  return {
    element,
    open(opener, enter = false) {
      if (!element.isConnected) show(element, parent)
      back = enter && document.activeElement instanceof HTMLElement ? document.activeElement : opener
      if (enter) element.focus()
    },
    close,
    dispose() {
      close()
      element.clear()
    },
  }
}

/** Outside of a modal dialog nothing of the page can be used: what is opened while one is there stands in it, until it closes. */
function show(element: SpanlitViewer, parent: ParentNode & Node): void {
  const dialog = parent === document.body ? [...document.querySelectorAll('dialog:modal')].at(-1) : undefined
  ;(dialog ?? parent).append(element)
  if (!dialog) return
  // A dialog that is taken out of the page closes without an event.
  const look = (): void => {
    if (element.parentNode === dialog && !(dialog.isConnected && dialog.matches(':modal'))) parent.append(element)
    else if (element.parentNode) setTimeout(look, 200)
  }
  look()
}
