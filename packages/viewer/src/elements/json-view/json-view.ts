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
import { markInvisible } from '../../model/invisible.ts'
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
    const foldable = line.kind === 'open' || line.kind === 'closed'
    const name = line.key ?? 'value'
    return html`<span class="line" ${cssom({ '--depth': String(Math.min(line.depth, 24)) })}>
      ${foldable ? nothing : html`<span class="pad"></span>`}
      ${line.key === undefined || foldable ? nothing : html`<span class="key">${line.key}:</span>`}
      ${
        foldable
          ? html`<button
              class="fold"
              aria-expanded=${String(line.kind === 'open')}
              aria-label=${`${name}: ${line.text}`}
              @click=${() => this.#toggle(line.path!)}
            >
              ${icon('chevron')}${line.key === undefined ? nothing : html`<span class="key">${line.key}:</span>`}${line.text}
            </button>`
          : html`<span class=${line.kind}>${line.kind === 'string' ? markInvisible(line.text).text : line.text}</span>`
      }
      ${line.comma ? html`<span class="comma">,</span>` : nothing}
      ${
        line.whole === undefined
          ? nothing
          : html`<button class="rest" @click=${() => this.#unfold(line.path!)}>
              show ${formatBytes(line.whole.length)}
            </button>`
      }
    </span>`
  }

  protected override update(changed: PropertyValues<this>): void {
    const hadFocus = this.shadowRoot?.activeElement != null
    super.update(changed)
    // A button that showed more is gone when there is no more: the text that the JSON stands in can be scrolled on.
    if (hadFocus && this.shadowRoot?.activeElement == null)
      this.closest<HTMLElement>('.scroller')?.focus({ preventScroll: true })
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
