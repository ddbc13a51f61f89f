import { noChange } from 'lit'
import { Directive, directive, type DirectiveResult, type ElementPart, type PartInfo, PartType } from 'lit/directive.js'

export type Styles = Readonly<Record<string, string>>

/**
 * Sets styles by the CSSOM, which a Content-Security-Policy without 'unsafe-inline' allows; `style="…"` in a template is
 * refused, and so is what styleMap writes on the first rendering.
 */
class CssomDirective extends Directive {
  #known: Styles = {}

  constructor(info: PartInfo) {
    super(info)
    if (info.type !== PartType.ELEMENT) throw new Error('cssom() stands in the tag of an element')
  }

  render(_styles: Styles): typeof noChange {
    return noChange
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement
    for (const name of Object.keys(this.#known)) if (!(name in styles)) style.removeProperty(name)
    for (const [name, value] of Object.entries(styles)) if (this.#known[name] !== value) style.setProperty(name, value)
    this.#known = styles
    return noChange
  }
}

export const cssom: (styles: Styles) => DirectiveResult = directive(CssomDirective)
