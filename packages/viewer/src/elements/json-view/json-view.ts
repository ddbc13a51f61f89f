import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { cssom } from '../../cssom.ts'
import { icon } from '../../icons.ts'
import type { Value } from '../../model/attributes.ts'
import { formatBytes } from '../../model/format.ts'
import { jsonLines, type JsonLine } from '../../model/json/json-lines.ts'
import { SpanlitElement } from '../../spanlit-element.ts'
import { base } from '../../styles/base.ts'
import { jsonViewStyles } from './json-view.styles.ts'

const FIRST_LINES = 300

/** JSON, pretty-printed, with folding; however large, a bounded number of lines is in the document. */
export class JsonViewElement extends SpanlitElement {
  static override properties: PropertyDeclarations = {
    value: { attribute: false },
    openDepth: { attribute: false },
  }
  static override styles: CSSResultGroup = [base, jsonViewStyles]

  declare value: Value
  /** Containers at this depth and deeper begin folded. */
  declare openDepth: number

  #toggled = new Set<string>()
  #unfolded = new Set<string>()
  #limit = FIRST_LINES

  constructor() {
    super()
    this.value = null
    this.openDepth = 2
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('value') || changed.get('value') === undefined) return
    this.#limit = FIRST_LINES
  }

  protected override render(): TemplateResult {
    const { lines, cut } = jsonLines(this.value, {
      openDepth: this.openDepth,
      toggled: this.#toggled,
      unfolded: this.#unfolded,
      limit: this.#limit,
    })
    return html`${lines.map((line) => this.#line(line))}
    ${cut ? html`<button class="rest" @click=${this.#showMore}>show more lines</button>` : nothing}`
  }

  #line(line: JsonLine): TemplateResult {
    const key = line.key === undefined ? nothing : html`<span class="key">${line.key}</span>: `
    const comma = line.comma ? html`<span class="comma">,</span>` : nothing
    const foldable = line.kind === 'open' || line.kind === 'closed'
    // prettier-ignore-like: white space shows here, so the tags stand close.
    const text = foldable
      ? html`<button
          class="fold"
          aria-expanded=${String(line.kind === 'open')}
          aria-label=${`${line.key ?? 'value'} ${line.text}`}
          @click=${() => this.#toggle(line.path!)}
        >
          ${icon('chevron')}${line.text}
        </button>`
      : html`<span class=${line.kind}>${line.text}</span>`
    const rest =
      line.whole === undefined
        ? nothing
        : html` <button class="rest" @click=${() => this.#unfold(line.path!)}>
            show ${formatBytes(line.whole.length)}
          </button>`
    return html`<span class="line" ${cssom({ '--depth': String(Math.min(line.depth, 24)) })}
      >${foldable && line.key === undefined ? nothing : html`<span class="pad"></span>`}${key}${text}${comma}${rest}</span
    >`
  }

  #toggle(path: string): void {
    if (!this.#toggled.delete(path)) this.#toggled.add(path)
    this.requestUpdate()
  }

  #unfold(path: string): void {
    this.#unfolded.add(path)
    this.requestUpdate()
  }

  readonly #showMore = (): void => {
    this.#limit *= 4
    this.requestUpdate()
  }
}
