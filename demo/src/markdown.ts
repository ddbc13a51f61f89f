import DOMPurify from 'dompurify'
import { html, type TemplateResult } from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { Marked } from 'marked'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const marked = new Marked({
  renderer: {
    // HTML that a model writes is shown as it stands. An image would tell its server that the answer was read.
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    // The page has its own headings above.
    heading(heading) {
      return `<h3>${this.parser.parseInline(heading.tokens)}</h3>`
    },
    link(link) {
      return `<a href="${encodeURI(link.href)}" target="_blank" rel="noreferrer noopener">${this.parser.parseInline(link.tokens)}</a>`
    },
  },
})
const ALLOWED = {
  ALLOWED_TAGS: 'a blockquote br code del em h3 hr li ol p pre strong table tbody td th thead tr ul'.split(' '),
  ALLOWED_ATTR: ['align', 'href', 'rel', 'start', 'target'],
  ALLOWED_URI_REGEXP: /^https?:/i,
}

/** A model's Markdown as elements. A model may write anything, so only harmless elements and web links remain. */
export function markdown(text: string): TemplateResult {
  const clean = DOMPurify.sanitize(marked.parse(text, { async: false }), ALLOWED)
  return html`<div class="markdown">${unsafeHTML(clean)}</div>`
}
