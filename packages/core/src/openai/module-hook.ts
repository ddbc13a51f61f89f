import { diag } from '@opentelemetry/api'
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { guarded } from './failure.ts'
import { instrumentOpenAI } from './instrument.ts'

/** Called by each copy of the client when it is loaded. */
const KEY: unique symbol = Symbol.for('spanlit.loaded') as never

/** The files of the package that define a class of clients or of sockets, in their two forms. */
const CLIENT_FILE = /\/(?:client|(?:beta|realtime|resources)\/.*\b(?:ws|websocket))\.m?js$/

interface LoadResult {
  format?: string | null | undefined
  source?: string | ArrayBuffer | NodeJS.TypedArray | undefined
}

/**
 * Instruments every copy of the `openai` package that the application loads, by `import` or by `require`, at the moment when its
 * class is defined.
 */
export function installModuleHook(): void {
  ;(globalThis as { [KEY]?: (client: object | false) => void })[KEY] = (client) => {
    if (client) guarded('register', () => instrumentOpenAI(client))
  }
  if (typeof module.registerHooks !== 'function') {
    diag.error(
      `spanlit: @spanlit/core/register needs Node 22.15 or newer (this is ${process.version}); call startTracing() and instrumentOpenAI(client) in the application instead`,
    )
    return
  }
  module.registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context) as LoadResult
      if (!CLIENT_FILE.test(url) || !isOfClient(url)) return result as never
      const source = typeof result.source === 'string' ? result.source : decode(result.source)
      const name = /^(?:export )?class (\w+)/m.exec(source ?? '')?.[1]
      if (!name) return result as never
      // On the last line, so that stack traces and source maps stay as they are.
      return {
        ...result,
        source: `${source}\n;globalThis[Symbol.for('spanlit.loaded')]?.(typeof ${name} === 'function' && ${name});\n`,
      } as never
    },
  })
}

/** Whether a file is of the package itself, by whatever name that is installed; an application may have a folder of its own that is called so. */
function isOfClient(url: string): boolean {
  try {
    const description = module.findPackageJSON(url)
    return (
      description !== undefined &&
      (JSON.parse(readFileSync(description, 'utf8')) as { name?: string }).name === 'openai'
    )
  } catch {
    return false
  }
}

function decode(source: ArrayBuffer | NodeJS.TypedArray | undefined): string | undefined {
  return source === undefined ? undefined : new TextDecoder().decode(source)
}
