// A page with a viewer in it, for tests in a browser: feeds it events and reads what it shows.
import '../src/define.ts'
import type { LitElement } from 'lit'
import { page as browserPage } from 'vitest/browser'
import type { SpanlitViewer } from '../src/elements/viewer/viewer.ts'
import { liveSlot } from '../src/feed/live-slot.ts'
import { mountViewer, type MountedViewer, type ViewerOptions } from '../src/mount.ts'
import { type EventOptions, liveEvent } from './events.ts'

/** Core remembers the page's events; in these tests nothing of core is there. */
function rememberEvents(): void {
  const events: unknown[] = []
  const slot = liveSlot()
  slot.subscribe((event) => events.push(event))
  slot.snapshot = () => [...events]
}

/** A fresh page, wide enough for all columns: no feed, nothing remembered. */
export async function cleanPage(): Promise<void> {
  await browserPage.viewport(1280, 800)
  for (const element of document.querySelectorAll('spanlit-viewer, spanlit-launcher')) element.remove()
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.live')]
  rememberEvents()
  localStorage.clear()
}

export class ViewerPage {
  readonly mounted: MountedViewer

  constructor(options: ViewerOptions = {}) {
    this.mounted = mountViewer(options)
  }

  get viewer(): SpanlitViewer {
    return this.mounted.element
  }

  publish(...events: EventOptions[]): this {
    for (const event of events) liveSlot().publish(liveEvent(event))
    return this
  }

  /** Waits until everything published so far is drawn. */
  async drawn(): Promise<this> {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await this.viewer.updateComplete
    await customElements.whenDefined('spanlit-span-detail')
    await this.viewer.updateComplete
    for (const element of this.viewer.shadowRoot!.querySelectorAll<LitElement>('*')) await element.updateComplete
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return this
  }

  /** The first element for a selector, in the viewer and the elements inside it. */
  find(selector: string): HTMLElement {
    const found = this.all(selector)[0]
    if (!found) throw new Error(`Nothing in the viewer is ${selector}`)
    return found
  }

  all(selector: string): HTMLElement[] {
    return roots(this.viewer).flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)])
  }

  get rows(): HTMLElement[] {
    return this.all('[role="row"][data-index]')
  }

  /** The rows of the tree as text: indented names. */
  get tree(): string[] {
    return this.rows
      .toSorted((a, b) => Number(a.dataset['index']) - Number(b.dataset['index']))
      .map((row) => '.'.repeat(Number(row.ariaLevel) - 1) + row.dataset['name'])
  }

  get conversation(): string {
    return this.find('.panel-body').textContent.replaceAll(/\s+/g, ' ').trim()
  }

  /** What has the keyboard focus, through all shadow roots. */
  get focused(): Element | null {
    let { activeElement } = document
    while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement
    return activeElement
  }
}

function roots(element: Element): ShadowRoot[] {
  const root = element.shadowRoot
  if (!root) return []
  return [root, ...[...root.querySelectorAll('*')].flatMap(roots)]
}
