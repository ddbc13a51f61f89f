import { html, type TemplateResult } from 'lit'

import { parseBlocks, type Block } from './blocks.ts'
import { parseInline, type Inline } from './inline.ts'

/** A model's Markdown as elements. Its text only ever becomes text nodes: nothing in it is taken as HTML. */
export function markdown(text: string): TemplateResult {
  return html`<div class="markdown">${parseBlocks(text).map(block)}</div>`
}

function block(each: Block): TemplateResult {
  switch (each.kind) {
    case 'paragraph':
      return html`<p>${inlines(each.text)}</p>`
    // The page has its own headings above: a model's start below them.
    case 'heading':
      return each.level <= 2 ? html`<h3>${inlines(each.text)}</h3>` : html`<h4>${inlines(each.text)}</h4>`
    case 'list': {
      const items = each.items.map((item) => html`<li>${inlines(item)}</li>`)
      return each.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
    case 'code':
      return html`<pre><code>${each.text}</code></pre>`
    case 'quote':
      return html`<blockquote>${each.blocks.map(block)}</blockquote>`
    case 'table':
      return table(each)
  }
}

function table({ head, rows, right }: Extract<Block, { kind: 'table' }>): TemplateResult {
  const side = (index: number): string => (right[index] ? 'right' : '')
  const titled = head.some((cell) => cell !== '')
  return html`<table>
    ${
      titled
        ? html`<thead>
            <tr>
              ${head.map((cell, index) => html`<th scope="col" class=${side(index)}>${inlines(cell)}</th>`)}
            </tr>
          </thead>`
        : ''
    }
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, index) => html`<td class=${side(index)}>${inlines(cell)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function inlines(text: string): (TemplateResult | string)[] {
  return parseInline(text).map(inline)
}

function inline(each: Inline): TemplateResult | string {
  switch (each.kind) {
    case 'text':
      return each.text
    case 'code':
      return html`<code>${each.text}</code>`
    case 'strong':
      return html`<strong>${each.children.map(inline)}</strong>`
    case 'emphasis':
      return html`<em>${each.children.map(inline)}</em>`
    case 'link':
      return html`<a href=${each.href} target="_blank" rel="noreferrer noopener">${each.children.map(inline)}</a>`
  }
}
