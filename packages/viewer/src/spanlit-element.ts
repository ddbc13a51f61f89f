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
    root.adoptedStyleSheets = elementStyles.map((styles) => sheetFor(this.ownerDocument, styles as CSSResult))
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
