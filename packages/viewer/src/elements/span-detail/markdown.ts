import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { cssom } from '../../cssom.ts'
import type { Block } from '../../model/markdown/blocks.ts'
import { type Inline, readInline } from '../../model/markdown/inline.ts'
import { copyButton } from './copy-button.ts'
import { growingText } from './growing-text.ts'

/**
 * Markdown as templates: text stays text all the way, no HTML is ever made from it.
 *
 * @param caret shown at the end of the last block, while text arrives
 */
export function markdownView(blocks: readonly Block[], caret: unknown = nothing): unknown {
  // A block that did not change is not drawn again.
  return blocks.map((block, index) => {
    const isLast = index === blocks.length - 1
    return guard([block, isLast && caret !== nothing], () => blockView(block, isLast ? caret : nothing))
  })
}

function blockView(block: Block, caret: unknown): TemplateResult {
  switch (block.type) {
    case 'heading':
      return html`<p
        class="heading"
        role="heading"
        aria-level=${Math.min(6, block.level + 2)}
        data-level=${block.level}
      >
        ${inlineView(block.text)}${caret}
      </p>`
    case 'paragraph':
      return html`<p>${inlineView(block.text)}${caret}</p>`
    case 'code':
      return html`<div class="code" role="group" aria-label=${block.language ? `${block.language} code` : 'code'}>
        <div class="language">
          ${block.language || 'code'}${block.closed ? copyButton('Copy code', () => block.text) : nothing}
        </div>
        <pre tabindex="0"><code>${growingText(block.text)}</code>${caret}</pre>
      </div>`
    case 'list': {
      const items = block.items.map((item, index) => {
        const isLast = index === block.items.length - 1
        return html`<li>${itemView(item, isLast ? caret : nothing)}</li>`
      })
      return block.ordered
        ? html`<ol start=${block.start} dir="auto">
            ${items}
          </ol>`
        : html`<ul dir="auto">
            ${items}
          </ul>`
    }
    case 'quote':
      return html`<blockquote>${nestedView(block.blocks, caret)}</blockquote>`
    case 'table':
      return tableView(block, caret)
    case 'rule':
      return html`<hr />
        ${caret}`
  }
}

/** An item of one paragraph stands without the paragraph's margins. */
function itemView(blocks: readonly Block[], caret: unknown): unknown {
  const [first, ...rest] = blocks
  if (first?.type !== 'paragraph') return nestedView(blocks, caret)
  return html`${inlineView(first.text)}${rest.length === 0 ? caret : nestedView(rest, caret)}`
}

function nestedView(blocks: readonly Block[], caret: unknown): unknown {
  if (blocks.length === 0) return caret
  return blocks.map((block, index) => blockView(block, index === blocks.length - 1 ? caret : nothing))
}

function tableView(block: Extract<Block, { type: 'table' }>, caret: unknown): TemplateResult {
  const align = (column: number): ReturnType<typeof cssom> => cssom({ 'text-align': block.align[column] ?? 'start' })
  return html`<div class="table" tabindex="0" role="group" aria-label="table">
    <table dir="auto">
      <thead>
        <tr>
          ${block.header.map((cell, column) => html`<th scope="col" ${align(column)}>${inlineView(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${block.rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) => html`<td ${align(column)}>${inlineView(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${caret}
  </div>`
}

function inlineView(text: string): unknown {
  return readInline(text).map(runView)
}

function runView(run: Inline): unknown {
  switch (run.type) {
    case 'text':
      return growingText(run.text)
    case 'code':
      return html`<code>${growingText(run.text)}</code>`
    case 'strong':
      return html`<strong>${run.children.map(runView)}</strong>`
    case 'emphasis':
      return html`<em>${run.children.map(runView)}</em>`
    case 'strike':
      return html`<s>${run.children.map(runView)}</s>`
    case 'link':
      return html`<a href=${run.href} target="_blank" rel="noopener noreferrer">${run.children.map(runView)}</a>`
    case 'break':
      return html`<br />`
  }
}
