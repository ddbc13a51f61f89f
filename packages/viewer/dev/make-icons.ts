// Writes src/icons.ts from the Lucide icons that the viewer uses: node packages/viewer/dev/make-icons.ts
import { readFileSync, writeFileSync } from 'node:fs'

const NAMES = {
  agent: 'bot',
  arrowLeft: 'arrow-left',
  arrowUpRight: 'arrow-up-right',
  check: 'check',
  chevron: 'chevron-right',
  clear: 'trash-2',
  client: 'globe',
  close: 'x',
  copy: 'copy',
  database: 'database',
  dockBottom: 'panel-bottom',
  dockRight: 'panel-right',
  dockWindow: 'picture-in-picture-2',
  embeddings: 'waypoints',
  failure: 'circle-alert',
  file: 'file',
  follow: 'arrow-down-to-line',
  function: 'square-function',
  interaction: 'mouse-pointer-click',
  audio: 'audio-lines',
  image: 'image',
  media: 'image',
  model: 'sparkles',
  page: 'app-window',
  pause: 'pause',
  play: 'play',
  reasoning: 'brain',
  result: 'corner-down-right',
  retrieval: 'layers',
  save: 'download',
  search: 'search',
  server: 'server',
  tool: 'wrench',
}

const entries = Object.entries(NAMES).map(([name, file]) => {
  const source = readFileSync(new URL(`../node_modules/lucide-static/icons/${file}.svg`, import.meta.url), 'utf8')
  const shapes = source
    .slice(source.indexOf('<svg'))
    .replace(/<svg[^>]*>|<\/svg>/g, '')
    .replaceAll(/>\s+</g, '><')
    .replaceAll(' />', '/>')
    .trim()
  return `  ${name}: svg\`${shapes}\`,`
})

writeFileSync(
  new URL('../src/icons.ts', import.meta.url),
  `// Written by dev/make-icons.ts. The icons are Lucide's (https://lucide.dev), ISC licence,
// copyright (c) Lucide Icons and Contributors; some are Feather's, MIT licence, copyright (c) Cole Bemis.
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit'

export type IconName = ${Object.keys(NAMES)
    .map((name) => `'${name}'`)
    .join(' | ')}

const shapes: Readonly<Record<IconName, SVGTemplateResult>> = {
${entries.join('\n')}
}

/** An icon in the colour of its text; what it means must be said beside it. */
export function icon(name: IconName): TemplateResult {
  return html\`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">\${shapes[name]}</svg>\`
}
`,
)
