/** Where the active context of a page stands. What it holds is the context manager's affair. */
export interface Slot {
  current: unknown
}

const SLOT: unique symbol = Symbol.for('spanlit.context') as never

/** One slot for all copies of this package, and for all modules that the Vite plugin has transformed. */
export const slot: Slot = ((globalThis as { [SLOT]?: Slot })[SLOT] ??= { current: undefined })
