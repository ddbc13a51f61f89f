// Icons of the viewer, drawn for it on a grid of 16 px with a stroke of 1.5.
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

const shapes: Readonly<Record<IconName, SVGTemplateResult>> = {
  agent: svg`<rect x="2.5" y="5.5" width="11" height="8" rx="2"/><path d="M8 5.5v-3M6.2 2.5h3.6M6 9.2v.9M10 9.2v.9"/>`,
  arrowLeft: svg`<path d="M10 3.5 5.5 8l4.5 4.5"/>`,
  arrowUpRight: svg`<path d="m5 11 6.2-6.2M6.2 4.5h5.3v5.3"/>`,
  audio: svg`<path d="M2 7v2M5 4.5v7M8 2v12M11 5.5v5M14 7v2"/>`,
  bookmark: svg`<path d="M4 2.5h8v11L8 10.4l-4 3.1z"/>`,
  chat: svg`<path d="M2.5 3h11v8H8l-3.2 2.6V11H2.5z"/>`,
  check: svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`,
  chevron: svg`<path d="M6 3.5 10.5 8 6 12.5"/>`,
  chevronDown: svg`<path d="M3.5 6 8 10.5 12.5 6"/>`,
  clear: svg`<path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4"/>`,
  client: svg`<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2.4 2 2.4 10 0 12M8 2c-2.4 2-2.4 10 0 12"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.4 1.6"/>`,
  close: svg`<path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5v-3h-8v8h3"/>`,
  database: svg`<ellipse cx="8" cy="4" rx="5.2" ry="2"/><path d="M2.8 4v8c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2V4M2.8 8c0 1.1 2.3 2 5.2 2s5.2-.9 5.2-2"/>`,
  dockBottom: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M2 9.5h12"/>`,
  dockRight: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M9.5 2.5v11"/>`,
  dockWindow: svg`<path d="M8 3.5H2.5V13h11V9M10 2.5h3.5V6M13.2 2.8 8.5 7.5"/>`,
  embeddings: svg`<circle cx="3.5" cy="11.5" r="1.7"/><circle cx="12.5" cy="12" r="1.7"/><circle cx="8" cy="3.8" r="1.7"/><path d="m4.3 10 2.9-4.7m1.6 0 2.9 5.1m-6.5 1.2h5.6"/>`,
  evaluation: svg`<path d="M2.3 12a6 6 0 1 1 11.4 0M8 11l2.8-4M4.2 12h.01M11.8 12h.01"/>`,
  failure: svg`<circle cx="8" cy="8" r="6"/><path d="M8 5v3.4M8 10.9h.01"/>`,
  file: svg`<path d="M3.5 2h6l3 3v9h-9zM9.3 2.2v3h3"/>`,
  fold: svg`<path d="M2 8h3.5M3.8 6l2 2-2 2M14 8h-3.5M12.2 6l-2 2 2 2"/>`,
  follow: svg`<path d="M8 2v8M4.8 7 8 10.2 11.2 7M3 13.5h10"/>`,
  function: svg`<path d="M6 2.5C4 2.5 4.7 5 4.7 6.3S3.8 8 2.8 8c1 0 1.9.4 1.9 1.7S4 13.5 6 13.5M10 2.5c2 0 1.3 2.5 1.3 3.8S12.2 8 13.2 8c-1 0-1.9.4-1.9 1.7s.7 3.8-1.3 3.8"/>`,
  guardrail: svg`<path d="M8 1.8 13.2 4v4c0 3-2.2 5.2-5.2 6.2C5 13.2 2.8 11 2.8 8V4z"/><path d="m5.8 8 1.6 1.6 2.8-3"/>`,
  help: svg`<circle cx="8" cy="8" r="6"/><path d="M6.2 6.3c.2-2.3 3.6-2.2 3.6 0 0 1.4-1.8 1.4-1.8 2.8M8 11.3h.01"/>`,
  image: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><circle cx="5.7" cy="6.2" r="1.2"/><path d="m2.5 12 4-3.5 2.5 2 2-1.8 2.8 2.6"/>`,
  interaction: svg`<path d="m5.5 5.5 8 3-3.4 1.6-1.6 3.4zM5 1.8V3M1.8 5H3M2.7 2.7l.9.9"/>`,
  link: svg`<path d="m6.7 9.3 2.6-2.6M7.2 4.6l1.5-1.5a2.9 2.9 0 0 1 4.2 4.2l-1.5 1.5M8.8 11.4l-1.5 1.5a2.9 2.9 0 0 1-4.2-4.2l1.5-1.5"/>`,
  list: svg`<path d="M5.5 4H14M5.5 8H14M5.5 12H14M2.2 4h.01M2.2 8h.01M2.2 12h.01"/>`,
  media: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><circle cx="5.7" cy="6.2" r="1.2"/><path d="m2.5 12 4-3.5 2.5 2 2-1.8 2.8 2.6"/>`,
  model: svg`<path d="M8 1.8 14.2 8 8 14.2 1.8 8z"/><path d="M8 7v2M7 8h2" stroke-width="2.4"/>`,
  more: svg`<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4"/>`,
  open: svg`<path d="M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 11v2.5h11V11"/>`,
  page: svg`<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M2 6h12M4.5 4.3h.01M6.5 4.3h.01"/>`,
  pause: svg`<path d="M5.5 3v10M10.5 3v10" stroke-width="2.2"/>`,
  play: svg`<path d="m4.5 2.8 8.5 5.2-8.5 5.2z"/>`,
  reasoning: svg`<path d="M5.8 11.3a4.3 4.3 0 1 1 4.4 0V13H5.8zM6.3 15h3.4"/>`,
  result: svg`<path d="M3.5 3v4.5a2 2 0 0 0 2 2h7M9.7 6.7l2.8 2.8-2.8 2.8"/>`,
  retrieval: svg`<path d="M7 13.5H3v-11h6.5L12 5v1.5"/><circle cx="10.3" cy="10.3" r="2.3"/><path d="m12 12 2 2"/>`,
  retry: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13.2 2v2.9h-2.9"/>`,
  save: svg`<path d="M2.5 2.5h8.7l2.3 2.3v8.7h-11zM5 2.5v3.6h5.2V2.5M5 13.5V9.4h6v4.1"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.4 10.4 14 14"/>`,
  server: svg`<rect x="2.5" y="2.5" width="11" height="4.5" rx="1"/><rect x="2.5" y="9" width="11" height="4.5" rx="1"/><path d="M5 4.75h.01M5 11.25h.01"/>`,
  tool: svg`<path d="m13.4 4.6-2.2 2.2-2-2 2.2-2.2a3.7 3.7 0 0 0-4.9 4.6L2.6 11A1.7 1.7 0 0 0 5 13.4l3.8-3.9a3.7 3.7 0 0 0 4.6-4.9z"/>`,
  warning: svg`<path d="m8 2.2 6.3 11.3H1.7zM8 6.4v3.2M8 11.5h.01"/>`,
  workflow: svg`<rect x="1.8" y="2.2" width="5" height="4" rx="1"/><rect x="9.2" y="9.8" width="5" height="4" rx="1"/><path d="M4.3 6.2v3.6a2 2 0 0 0 2 2h2.9"/>`,
}

/** An icon in the colour of its text; what it means must be said beside it. */
export function icon(name: IconName, size: 'small' | '' = ''): TemplateResult {
  return html`<svg class="icon ${size}" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`
}
