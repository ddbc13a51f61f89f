import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { CloseSheetEvent } from '../../events.ts'
import { icon } from '../../icons.ts'
import type { ImportedFile } from '../../model/import/read-file.ts'
import type { Span, Trace } from '../../model/span.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { copyView } from './copy.ts'
import { keysView } from './keys.ts'
import { linkView } from './link.ts'
import { openView } from './open.ts'
import { saveView } from './save.ts'
import type { SheetHost } from './sheet-host.ts'
import { sheetStyles } from './sheet.styles.ts'

export type SheetKind = 'keys' | 'copy' | 'link' | 'open' | 'save'

const TITLES: Readonly<Record<SheetKind, string>> = {
  keys: 'Keys',
  copy: 'Copy',
  link: 'Link to this span',
  open: 'Open traces',
  save: 'Save',
}

const VIEWS: Readonly<Record<SheetKind, (host: SheetHost) => TemplateResult>> = {
  keys: keysView,
  copy: copyView,
  link: linkView,
  open: openView,
  save: saveView,
}

/**
 * A sheet over the panel: its keys, what can be copied, saved or opened.
 *
 * @fires close-sheet when it was closed (`CloseSheetEvent`)
 */
export class SheetElement extends SpanlitElement implements SheetHost {
  static override properties: PropertyDeclarations = {
    kind: { attribute: false },
    trace: { attribute: false },
    span: { attribute: false },
    traces: { attribute: false },
    files: { attribute: false },
    readFiles: { attribute: false },
    readText: { attribute: false },
  }
  static override styles: CSSResultGroup = [base, sheetStyles]

  declare kind: SheetKind
  declare trace: Trace | undefined
  declare span: Span | undefined
  declare traces: readonly Trace[]
  declare files: readonly ImportedFile[]
  declare readFiles: (files: readonly File[]) => void
  declare readText: (name: string, text: string) => void
  readonly state: Map<string, unknown> = new Map()

  constructor() {
    super()
    this.kind = 'keys'
    this.traces = []
    this.files = []
  }

  redraw(): void {
    this.requestUpdate()
  }

  openFiles(files: readonly File[]): void {
    this.readFiles(files)
  }

  openText(name: string, text: string): void {
    this.readText(name, text)
  }

  protected override render(): TemplateResult {
    const title = TITLES[this.kind]
    return html`<div class="sheet ${this.kind}" role="dialog" aria-label=${title} tabindex="-1" @keydown=${this.#onKey}>
      <div class="title">
        <h2>${title}</h2>
        <button class="tool" aria-label="Close the sheet" title="Close" @click=${this.#close}>${icon('close')}</button>
      </div>
      <div class="scroller" tabindex="0" role="group" aria-label=${title}>${VIEWS[this.kind](this)}</div>
    </div>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('kind')) return
    this.state.clear()
    this.renderRoot.querySelector<HTMLElement>('[data-first], .sheet')?.focus({ preventScroll: true })
  }

  readonly #close = (): void => void this.dispatchEvent(new CloseSheetEvent())

  readonly #onKey = (event: KeyboardEvent): void => {
    // Keys of a sheet are not those of the rows below it.
    event.stopPropagation()
    if (event.key === 'Escape' || (event.key === '?' && this.kind === 'keys')) {
      event.preventDefault()
      this.#close()
      return
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const numbered = this.renderRoot.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`)
    if (!numbered) return
    event.preventDefault()
    numbered.click()
  }
}
