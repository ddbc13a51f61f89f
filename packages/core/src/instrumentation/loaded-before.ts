import { diag } from '@opentelemetry/api'
import module from 'node:module'
import { pathToFileURL } from 'node:url'

/** The exports of the loaded CommonJS modules whose file `isWanted` takes. */
export function loadedByRequire(isWanted: (url: string) => boolean): unknown[] {
  const { _cache: cache = {} } = module as unknown as { _cache?: Record<string, { exports: unknown }> }
  return Object.entries(cache)
    .filter(([file]) => isWanted(pathToFileURL(file).href))
    .map(([, loaded]) => loaded.exports)
}

/**
 * Reports that an ES module of the client was loaded before the hook: its class can no longer be reached. Every `import` of a module is loaded
 * before its first line runs, so an application that imports `@spanlit/core/register` itself comes too late.
 */
export function warnOfLoadedModules(isWanted: (url: string) => boolean): void {
  // What is named on the command line runs before the application's modules are loaded.
  const flags = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)]
  if (flags.some((flag) => /^(?:--import|--require|-r)(?:=|$)/.test(flag))) return
  const loaded = loadedModules().find((url) => url.endsWith('.mjs') && isWanted(url))
  if (!loaded) return
  diag.error(
    `spanlit: the openai package (${loaded}) was loaded before Spanlit's hook, so its calls are not traced. Every import of an ES module is loaded before its first line runs: start the application with node --import @spanlit/core/register app.js, or call instrumentOpenAI(OpenAI) in it.`,
  )
}

/** Node lists loaded ES modules only to a debugger. */
function loadedModules(): string[] {
  const urls: string[] = []
  try {
    // Not every runtime that takes itself for Node has it.
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    session.connect()
    session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url))
    session.post('Debugger.enable')
    session.disconnect()
  } catch (error) {
    diag.debug('spanlit: the loaded modules cannot be listed', error)
  }
  return urls
}
