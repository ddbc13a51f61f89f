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
  const close = (): void => element.remove()
  element.addEventListener('spanlit-close', close)
  ;(options.parent ?? document.body).append(element)
  return {
    element,
    close,
    dispose() {
      close()
      element.clear()
    },
  }
}
