import { noChange } from 'lit'
import { type ChildPart, Directive, directive, type DirectiveResult } from 'lit/directive.js'

/** Text that arrives in pieces. They are appended: to write all of it anew would take away what a person has selected in it. */
class GrowingTextDirective extends Directive {
  #node: Text | undefined

  render(text: string): unknown {
    return text
  }

  override update(_part: ChildPart, [text]: [string]): unknown {
    if (!this.#node) return (this.#node = new Text(text))
    const { data } = this.#node
    if (!text.startsWith(data)) this.#node.data = text
    else if (text.length > data.length) this.#node.appendData(text.slice(data.length))
    return noChange
  }
}

export const growingText: (text: string) => DirectiveResult = directive(GrowingTextDirective)
