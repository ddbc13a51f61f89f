/** A browser that is driven from outside: what Vitest's browser tests need of it. */
export interface BrowserDriver {
  /** Opens `url` in a page of its own and resolves when the navigation has begun. */
  open(url: string): Promise<BrowserPage>
  close(): Promise<void>
}

/** One page. Keys have the names of the DOM's `KeyboardEvent.key`; they reach the element that has the focus, as from a keyboard. */
export interface BrowserPage {
  keyDown(key: string): Promise<void>
  keyUp(key: string): Promise<void>
  /** Clicks a point of the page; CSS pixels. */
  click(x: number, y: number): Promise<void>
  /** CSS pixels. */
  setViewport(width: number, height: number): Promise<void>
}
