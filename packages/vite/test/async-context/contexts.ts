import { AsyncLocalStorage } from 'node:async_hooks'
import * as runtime from '@spanlit/core/async-context'
import { parseAst as parseByRolldown } from 'vite'
import { parseAst as parseByRollup } from 'vite7'
import { transform } from '../../src/async-context/transform.ts'
import type { Case, Contexts } from './surroundings.ts'

/** The parsers of the versions of Vite. */
export const parsers: Record<string, (code: string) => object> = { 'Vite 8': parseByRolldown, 'Vite 7': parseByRollup }

const storage = new AsyncLocalStorage<string>()
/** What Node does by itself. */
export const inNode: Contexts = {
  run: (context, fn) => storage.run(context, fn),
  current: () => storage.getStore(),
}

const slot = (globalThis as never as Record<symbol, { current: string | undefined }>)[Symbol.for('spanlit.context')]!
/** As the context manager of a page does. */
export const inSlot: Contexts = {
  run(context, fn) {
    const around = slot.current
    slot.current = context
    try {
      return fn()
    } finally {
      slot.current = around
    }
  },
  current: () => slot.current,
}

/** No context at all: what is left is what the code itself does. */
export const nowhere: Contexts = { run: (_, fn) => fn(), current: () => undefined }

/** A case as it is after the transform. `source` is an expression. */
export function transformed(source: string, parse: (code: string) => object = parseByRolldown): Case {
  const result = transform(`export default ${source}`, { runtime: 'the run time', parse })
  if (!result) throw new Error('nothing is transformed')
  const imports = /^import\{(?<names>.*?)\}from"the run time";/.exec(result.code)
  const names = imports?.groups?.['names']?.replaceAll(' as ', ': ')
  const body = result.code.slice(imports?.[0].length).replace('export default', 'return')
  return evaluate(`const {${names}} = runtime; ${body}`)
}

/** A case as it is written. */
export function untransformed(source: string): Case {
  return evaluate(`return ${source}`)
}

function evaluate(body: string): Case {
  // oxlint-disable-next-line typescript/no-implied-eval -- the text comes from the tests
  const load = new Function('runtime', `'use strict'; ${body}`) as (helpers: typeof runtime) => Case
  return load(runtime)
}
