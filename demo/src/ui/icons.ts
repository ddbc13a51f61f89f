import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit'

const SHAPES = {
  check: svg`<path d="M3.5 8.5 6.5 11.5 12.5 4.5" />`,
  cross: svg`<path d="M4 4 12 12M12 4 4 12" />`,
  question: svg`<path d="M5.6 5.6a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.8-1.1 1.7M8 12.4v.1" />`,
  send: svg`<path d="M8 13V3.5M4 7.2 8 3.2l4 4" />`,
  stop: svg`<rect x="4.5" y="4.5" width="7" height="7" rx="1.4" fill="currentColor" stroke="none" />`,
  bolt: svg`<path d="M8.8 1.8 3.6 9h3.6l-.6 5.2L11.9 7H8.2z" />`,
  clock: svg`<circle cx="8" cy="8" r="5.6" /><path d="M8 4.8V8l2.2 1.5" />`,
  search: svg`<circle cx="7" cy="7" r="4.2" /><path d="m10.2 10.2 3.2 3.2" />`,
  gauge: svg`<path d="M2.4 12a6 6 0 1 1 11.2 0M8 9.5l2.6-3.2" />`,
  restart: svg`<path d="M12.8 8A4.8 4.8 0 1 1 11 4.2M11.2 1.8v2.8H8.4" />`,
} satisfies Record<string, SVGTemplateResult>

export type Icon = keyof typeof SHAPES

/** A line icon in the colour and size of the text beside it. */
export function icon(name: Icon): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${SHAPES[name]}
  </svg>`
}
