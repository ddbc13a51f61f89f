import { type CSSResult, LitElement } from 'lit'

const sheets = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>()

/**
 * An element whose styles also work in another window's document: a constructed style sheet belongs to the document it was
 * made in, and a browser takes it away when the element moves.
 */
export class SpanlitElement extends LitElement {
  static {
    // What is measured after one drawing (where to scroll) may ask for the next; in development Lit warns of it in the page's console.
    this.disableWarning?.('change-in-update')
  }

  readonly #added: CSSResult[] = []

  /** Adds a style sheet to this element, whose code came later than the element's own. Added twice, it counts once. */
  protected addStyles(styles: CSSResult): void {
    if (this.#added.includes(styles)) return
    this.#added.push(styles)
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot)
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    this.#adoptStyles(root)
    return root
  }

  /** Called by the browser when the element moves to another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot)
  }

  #adoptStyles(root: ShadowRoot): void {
    const { elementStyles } = this.constructor as typeof LitElement
    const all = [...(elementStyles as CSSResult[]), ...this.#added]
    root.adoptedStyleSheets = all.map((styles) => sheetFor(this.ownerDocument, styles))
  }
}

function sheetFor(owner: Document, styles: CSSResult): CSSStyleSheet {
  const known = sheets.get(owner) ?? new Map<CSSResult, CSSStyleSheet>()
  sheets.set(owner, known)
  let sheet = known.get(styles)
  if (!sheet) {
    const { CSSStyleSheet: Sheet } = (owner.defaultView ?? window) as typeof globalThis
    sheet = new Sheet()
    sheet.replaceSync(styles.cssText)
    known.set(styles, sheet)
  }
  return sheet
}
