/** Takes comments and indentation out of the style sheets of a built package: no bundler looks into a tagged template. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param folder a package's `dist` */
export function minifyStyles(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue
    const path = join(folder, file)
    const source = readFileSync(path, 'utf8')
    const minified = source.replaceAll(/\bcss `([^`]*)`/g, (_, sheet: string) => `css\`${minifySheet(sheet)}\``)
    if (minified !== source) writeFileSync(path, minified)
  }
}

/** Spaces stay where they may mean something: inside of selectors and values. */
function minifySheet(sheet: string): string {
  return sheet
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(/(?<=[{;][\w-]+): /g, ':')
    .replaceAll(';}', '}')
    .trim()
}
