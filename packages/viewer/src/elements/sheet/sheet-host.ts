import type { ImportedFile } from '../../model/import/read-file.ts'
import type { Span, Trace } from '../../model/span.ts'

/** What the sheets need of the element that they stand in. */
export interface SheetHost {
  readonly trace: Trace | undefined
  readonly span: Span | undefined
  readonly traces: readonly Trace[]
  readonly files: readonly ImportedFile[]
  /** What a sheet remembers of itself while it is open, by name. */
  readonly state: Map<string, unknown>
  redraw(): void
  openFiles(files: readonly File[]): void
  openText(name: string, text: string): void
}
