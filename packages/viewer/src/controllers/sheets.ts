import { html, type ReactiveController, type ReactiveControllerHost } from 'lit'
import type { SheetKind } from '../elements/sheet/sheet.ts'
import type { ImportedFile } from '../model/import/read-file.ts'
import type { Selection } from '../model/selection.ts'
import type { Span, Trace } from '../model/span.ts'
import type { SpanStore } from '../model/span-store.ts'
import { now } from '../now.ts'

interface SheetHost extends ReactiveControllerHost {
  readonly isConnected: boolean
}

/** The sheets over a panel (keys, copy, link, save, open), loaded when one is first wanted, and the files that were opened. */
export class SheetController implements ReactiveController {
  files: readonly ImportedFile[] = []
  /** What the sheet's closing gives the focus back to. */
  readonly #focusBack: () => void
  readonly #host: SheetHost
  readonly #store: SpanStore
  readonly #selection: Selection
  #kind: SheetKind | undefined
  #isLoaded = false

  constructor(host: SheetHost, store: SpanStore, selection: Selection, focusBack: () => void) {
    this.#host = host
    this.#store = store
    this.#selection = selection
    this.#focusBack = focusBack
    host.addController(this)
  }

  hostUpdate(): void {}

  get isOpen(): boolean {
    return this.#kind !== undefined
  }

  /** Opens a sheet; the one that is open already is closed. */
  async open(kind: SheetKind): Promise<void> {
    this.#kind = this.#kind === kind ? undefined : kind
    this.#host.requestUpdate()
    if (this.#isLoaded) return
    const { defineSheet } = await import('../elements/sheet/define.ts')
    defineSheet()
    this.#isLoaded = true
    this.#host.requestUpdate()
  }

  close(): void {
    if (this.#kind === undefined) return
    this.#kind = undefined
    this.#host.requestUpdate()
    this.#focusBack()
  }

  view(trace: Trace | undefined, span: Span | undefined, traces: readonly Trace[]): unknown {
    if (this.#kind === undefined || !this.#isLoaded) return ''
    return html`<spanlit-sheet
      class=${this.#kind === 'keys' ? 'wide' : ''}
      .kind=${this.#kind}
      .trace=${trace}
      .span=${span}
      .traces=${traces}
      .files=${this.files}
      .readFiles=${(files: readonly File[]) => void this.#readFiles(files)}
      .readText=${(name: string, text: string) => void this.#read(name, text)}
      @close-sheet=${() => this.close()}
    ></spanlit-sheet>`
  }

  /** A browser lets files fall onto the panel only where this is heard. */
  readonly onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }

  readonly onDrop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    void this.#readFiles(files)
  }

  readonly onPaste = (event: ClipboardEvent): void => {
    if (event.composedPath()[0] instanceof HTMLInputElement) return
    const files = [...(event.clipboardData?.files ?? [])]
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (files.length === 0 && !/^\s*[[{]/.test(text)) return
    event.preventDefault()
    if (files.length > 0) void this.#readFiles(files)
    else void this.#read('pasted', text)
  }

  async #readFiles(files: readonly File[]): Promise<void> {
    for (const file of files) await this.#read(file.name, await file.text())
  }

  async #read(name: string, text: string): Promise<void> {
    const { openTraces } = await import('../model/import/open-traces.ts')
    const { file, first } = await openTraces(name, text, this.#store, now())
    this.files = [file, ...this.files].slice(0, 50)
    if (first !== undefined) this.#selection.chooseTrace(first, true)
    if (file.problems.length > 0 && this.#kind !== 'open') await this.open('open')
    this.#host.requestUpdate()
  }
}
