import { SheetElement } from './sheet.ts'

/** Loaded when a sheet is first opened. */
export function defineSheet(): void {
  if (!customElements.get('spanlit-sheet')) customElements.define('spanlit-sheet', SheetElement)
}
