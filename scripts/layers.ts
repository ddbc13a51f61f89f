/**
 * Checks who imports whom. In core a lower layer never imports a higher one; in no package do two files import each other, directly or by
 * way of others. Types count as well. Usage: node scripts/layers.ts
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

const root = resolve(import.meta.dirname, '..')

/** The rooms of core, from the bottom up. Files that stand in no room are the ground; entries stand above all. */
const ROOMS = [
  '(ground)',
  'context',
  'patch',
  'genai',
  'content',
  'openai',
  'realtime',
  'instrumentation',
  'live',
  'sdk',
  '(entries)',
] as const
const ENTRIES = ['index.ts', 'register.ts']
const CORE = 'packages/core/src/'

function layerOf(file: string): number | undefined {
  if (!file.startsWith(CORE)) return undefined
  const path = file.slice(CORE.length)
  if (!path.includes('/')) return ROOMS.indexOf(ENTRIES.includes(path) ? '(entries)' : '(ground)')
  const room = path.slice(0, path.indexOf('/'))
  const layer = (ROOMS as readonly string[]).indexOf(room)
  if (layer < 0) throw new Error(`${file} stands in a room that scripts/layers.ts does not know: ${room}`)
  return layer
}

/** The files of the workspace that `file` imports, as types too. */
function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
  ]
  return [...new Set(named)]
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, resolve(root, dirname(file), specifier)))
}

const files = globSync('{packages/*,stand-in,demo}/src/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts'),
)
const graph = new Map(files.map((file) => [file, importsOf(file)]))
const problems: string[] = []

for (const [file, imported] of graph) {
  for (const target of imported) {
    const [from, to] = [layerOf(file), layerOf(target)]
    if (from !== undefined && to !== undefined && to > from) {
      problems.push(`${file} imports ${target}: ${ROOMS[from]} stands below ${ROOMS[to]}`)
    }
  }
}

/** Depth first; what is on the way when it is met again is a circle. */
const done = new Set<string>()
function findCircles(file: string, way: readonly string[]): void {
  const at = way.indexOf(file)
  if (at >= 0) problems.push(`these import each other: ${[...way.slice(at), file].join(' → ')}`)
  if (at >= 0 || done.has(file)) return
  for (const target of graph.get(file) ?? []) findCircles(target, [...way, file])
  done.add(file)
}
for (const file of graph.keys()) findCircles(file, [])

for (const problem of problems) console.error(`✗ ${problem}`)
if (problems.length > 0) process.exitCode = 1
else console.log(`${files.length} files, every import points down`)
