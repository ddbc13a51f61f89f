// Icons of the viewer, drawn for it on a grid of 16 px with a stroke of 1.5. Those that the first picture needs stand here, the others
// in late-icons.ts.
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit'

export type IconName =
  | 'agent'
  | 'arrowLeft'
  | 'arrowUpRight'
  | 'audio'
  | 'bookmark'
  | 'chat'
  | 'check'
  | 'chevron'
  | 'chevronDown'
  | 'clear'
  | 'client'
  | 'clock'
  | 'close'
  | 'copy'
  | 'database'
  | 'dockBottom'
  | 'dockRight'
  | 'dockWindow'
  | 'embeddings'
  | 'evaluation'
  | 'failure'
  | 'file'
  | 'fold'
  | 'follow'
  | 'function'
  | 'guardrail'
  | 'help'
  | 'image'
  | 'interaction'
  | 'link'
  | 'list'
  | 'media'
  | 'model'
  | 'more'
  | 'open'
  | 'page'
  | 'pause'
  | 'play'
  | 'reasoning'
  | 'result'
  | 'retrieval'
  | 'retry'
  | 'save'
  | 'search'
  | 'server'
  | 'tool'
  | 'warning'
  | 'workflow'

export type Shapes = Readonly<Partial<Record<IconName, SVGTemplateResult>>>

const shapes: { -readonly [Name in IconName]?: SVGTemplateResult } = {
  arrowLeft: svg`<path d="M10 3.5 5.5 8l4.5 4.5"/>`,
  chat: svg`<path d="M2.5 3h11v8H8l-3.2 2.6V11H2.5z"/>`,
  chevron: svg`<path d="M6 3.5 10.5 8 6 12.5"/>`,
  clear: svg`<path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4"/>`,
  close: svg`<path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4"/>`,
  dockBottom: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M2 9.5h12"/>`,
  dockRight: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M9.5 2.5v11"/>`,
  dockWindow: svg`<path d="M8 3.5H2.5V13h11V9M10 2.5h3.5V6M13.2 2.8 8.5 7.5"/>`,
  failure: svg`<circle cx="8" cy="8" r="6"/><path d="M8 5v3.4M8 10.9h.01"/>`,
  follow: svg`<path d="M8 2v8M4.8 7 8 10.2 11.2 7M3 13.5h10"/>`,
  function: svg`<path d="M6 2.5C4 2.5 4.7 5 4.7 6.3S3.8 8 2.8 8c1 0 1.9.4 1.9 1.7S4 13.5 6 13.5M10 2.5c2 0 1.3 2.5 1.3 3.8S12.2 8 13.2 8c-1 0-1.9.4-1.9 1.7s.7 3.8-1.3 3.8"/>`,
  help: svg`<circle cx="8" cy="8" r="6"/><path d="M6.2 6.3c.2-2.3 3.6-2.2 3.6 0 0 1.4-1.8 1.4-1.8 2.8M8 11.3h.01"/>`,
  list: svg`<path d="M5.5 4H14M5.5 8H14M5.5 12H14M2.2 4h.01M2.2 8h.01M2.2 12h.01"/>`,
  open: svg`<path d="M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 11v2.5h11V11"/>`,
  pause: svg`<path d="M5.5 3v10M10.5 3v10" stroke-width="2.2"/>`,
  play: svg`<path d="m4.5 2.8 8.5 5.2-8.5 5.2z"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.4 10.4 14 14"/>`,
  warning: svg`<path d="m8 2.2 6.3 11.3H1.7zM8 6.4v3.2M8 11.5h.01"/>`,
}

/** Adds icons whose code came later. */
export function addIcons(more: Shapes): void {
  Object.assign(shapes, more)
}

/** An icon in the colour of its text; what it means must be said beside it. */
export function icon(name: IconName, size: 'small' | '' = ''): TemplateResult {
  return html`<svg class="icon ${size}" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`
}
