import { readFile, readdir } from 'node:fs/promises'
import { SourceMap, createRequire, type SourceMapPayload } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inSlot, parsers, transformed } from '../../test/async-context/contexts.ts'
import { play } from '../../test/async-context/surroundings.ts'
import { transform } from './transform.ts'

const runtime = '/the/runtime.js'

describe.each(Object.entries(parsers))('a module, with the parser of %s,', (_, parse) => {
  const rewritten = (code: string): string | undefined => transform(code, { runtime, parse })?.code

  it('imports the run time before all else, keeps its directives first, and every line where it was', () => {
    const code = `#!/usr/bin/env node\n// A comment\n'use client'\n"use strict";\nimport './first.js'\nexport const f = async () => {\n  await 1\n}\n`
    const lines = rewritten(code)?.split('\n') ?? []
    expect(lines.slice(0, 4)).toEqual(['#!/usr/bin/env node', '// A comment', `'use client'`, `"use strict";`])
    expect(lines[4]).toMatch(/^import\{enter as spanlit_enter,.*\}from"\/the\/runtime\.js";import '\.\/first\.js'$/)
    expect(lines).toHaveLength(code.split('\n').length)
  })

  it('keeps the directives of a function first', () => {
    expect(rewritten(`export async function f() { 'use server'\n await 1 }`)).toContain(
      `{ 'use server';const spanlit_frame=spanlit_enter();try{\n`,
    )
  })

  it('keeps its own names', () => {
    const code = rewritten('export async function spanlit_frame(spanlit_resume1) { await spanlit_resume1 }')
    expect(code).toContain('spanlit_resume2(spanlit_frame2,await spanlit_suspend2(spanlit_frame2, spanlit_resume1))')
  })

  it.each([
    ['has nothing asynchronous', 'export const awaits = 1'],
    ['awaits at its top level only', 'export const a = await 1\nfor await (const b of []) c()'],
    ['awaits at its top level only, and has no import', 'for await (const b of []) c()'],
    ['has async functions that never wait', 'export const f = async () => g()\nexport async function* h() {}'],
    ['has sync generators', 'export function* f() { yield 1; yield* [async () => 2] }'],
    ['imports the run time already', `import { enter } from '${runtime}'\nexport const f = async () => await 1`],
    ['is CommonJS', 'exports.f = async () => await 1'],
    ['requires', 'const g = require("g"); void (async () => await g())()'],
    ['may be a script: a worker without a type, a classic one of a page', 'void (async () => { await 1 })()'],
    [
      'runs before all imports in Vitest',
      'import { vi } from "vitest"; export const a = vi.hoisted(async () => await 1)',
    ],
    ['is the exports of CommonJS', 'module.exports = async () => await 1'],
    ['is no JavaScript', 'async await <template>'],
    ['has a function that disposes asynchronously', 'export async function f() { await using a = b; await c }'],
    ['disposes in a loop', 'export async function f() { for (await using a of b) await c }'],
  ])('stays as it is where it %s', (_, code) => {
    expect(rewritten(code)).toBeUndefined()
  })

  it('that has been transformed is not transformed again', () => {
    expect(rewritten(rewritten('export const f = async () => await 1') ?? '')).toBeUndefined()
  })

  it('is one where it asks for what only modules have', () => {
    const code = 'const exports = import.meta.glob("./*.js"); void (async () => { await exports["./a.js"]() })()'
    expect(rewritten(code)).toMatch(/^import\{/)
  })

  it('leaves an import with names as bundlers look for it, so that what is not named is not in the build', () => {
    const code = rewritten("export const f = async () => { const { a } = await import('b')\nreturn a() }")
    expect(code).toContain(
      "spanlit_suspend(spanlit_frame);const { a } = await import('b');spanlit_resumed(spanlit_frame);\nreturn a()",
    )
    // What has defaults may run code.
    expect(rewritten("export const f = async () => { const { a = g() } = await import('b') }")).toContain(
      'spanlit_resume(',
    )
  })

  it('has the functions transformed that stand inside one that disposes asynchronously', () => {
    const code = rewritten('export async function f() { await using a = b; return async () => await c }')
    expect(code).toContain('await using a = b; return async () =>{const spanlit_frame=')
  })

  it('has a map to where its code comes from', () => {
    const code = `const emoji = '😀'; export const f = async (a) => {\n  for await (const { b } of a) throw new Error(b)\n  await emoji.missing()\n}`
    const result = transform(code, { runtime, parse })
    if (!result) throw new Error('nothing is transformed')
    const map = new SourceMap(result.map as unknown as SourceMapPayload)
    for (const text of ['emoji.missing', '{ b }', 'throw', 'Error', 'async (a)']) {
      const [line, column] = position(result.code, text)
      const { originalLine, originalColumn } = map.findEntry(line, column) as Record<string, number>
      expect([text, originalLine, originalColumn]).toEqual([text, ...position(code, text)])
    }
  })

  it('of which the transform would make no module is said to be one', () => {
    let times = 0
    const failing = (code: string): object => {
      times += 1
      if (times > 1) throw new SyntaxError('no module')
      return parse(code)
    }
    expect(() => transform('export const f = async () => await 1', { runtime, parse: failing })).toThrow('no module')
  })

  it('of the openai package is still one', async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('openai'))
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.mjs'))
    let changed = 0
    for (const file of files) {
      // `transform` parses what it has made.
      const code = rewritten(await readFile(join(folder, file), 'utf8'))
      if (code) changed += 1
    }
    expect(files.length).toBeGreaterThan(300)
    expect(changed).toBeGreaterThan(50)
  })
})

function position(code: string, text: string): [line: number, column: number] {
  const before = code.slice(0, code.indexOf(text)).split('\n')
  return [before.length - 1, before.at(-1)?.length ?? 0]
}

it('an async generator keeps the context of its first step, whoever asks for the next', async () => {
  const outcome = await play(
    transformed(`async ({ run, log, tick }) => {
      async function* generator() {
        log('one')
        yield 1
        log('two')
        await tick()
        log('three')
        yield 2
        log('four')
      }
      const steps = run('created', generator)
      for (const context of ['a', 'b', 'c'])
        await run(context, async () => {
          const step = steps.next()
          log('asked')
          await step
          log('got')
        })
    }`),
    inSlot,
  )
  expect(outcome.events.map((event) => event.replace(/ \(turn.*/, ''))).toEqual([
    'a: one',
    'a: asked',
    'a: got',
    'a: two',
    'b: asked',
    'a: three',
    'b: got',
    'a: four',
    'c: asked',
    'c: got',
  ])
})
