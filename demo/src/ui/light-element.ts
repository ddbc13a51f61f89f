import { LitElement } from 'lit'

/** A Lit element that renders into the page itself, so that the page's one style sheet holds for all of it. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this
  }
}
