import { diag } from '@opentelemetry/api'
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { guarded } from '../faults.ts'
import { isSocket } from '../openai/is-socket.ts'
import { instrumentOpenAI } from '../openai/instrument.ts'
import { instrumentRealtime } from '../realtime/instrument.ts'
import { loadedByRequire, warnOfLoadedModules } from './loaded-before.ts'

/** Called by each copy of the client when it is loaded. */
const KEY: unique symbol = Symbol.for('spanlit.loaded') as never

/** The files of the package that define a class of clients or of sockets, in their two forms. */
const CLIENT_FILE = /\/(?:client|(?:beta|realtime|resources)\/.*\b(?:ws|websocket))\.m?js$/

/** The end of a source that the hook has been at. */
const ANNOUNCED = '/* spanlit */\n'

/** `Module.prototype._compile`, which is of no documentation, and what loaders of CommonJS modules call. */
type Compile = (this: unknown, source: string, filename: string, ...rest: unknown[]) => unknown

interface LoadResult {
  format?: string | null | undefined
  source?: string | ArrayBuffer | NodeJS.TypedArray | undefined
}

/**
 * Instruments every copy of the `openai` package that the application loads, by `import` or by `require`, at the moment when its
 * class is defined.
 */
export function installModuleHook(): void {
  ;(globalThis as { [KEY]?: (loaded: object | false) => void })[KEY] = (loaded) => {
    if (loaded) instrumentClass(loaded)
  }
  if (typeof module.registerHooks !== 'function') {
    diag.error(
      `spanlit: @spanlit/core/register needs module.registerHooks, which Node has from 22.15 on and this runtime (${process.version}) has not; call startTracing() and instrumentOpenAI(client) in the application instead`,
    )
    return
  }
  module.registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context) as LoadResult
      if (!isClassFile(url)) return result as never
      const source = typeof result.source === 'string' ? result.source : decode(result.source)
      return (source === undefined ? result : { ...result, source: announcing(source) }) as never
    },
  })
  hookCompile()
  for (const loaded of loadedByRequire(isClassFile)) instrumentClasses(loaded)
  warnOfLoadedModules(isClassFile)
}

function isClassFile(url: string): boolean {
  return CLIENT_FILE.test(url) && isOfClient(url)
}

/** The classes among the exports of a module that was loaded before. */
function instrumentClasses(exports: unknown): void {
  for (const [name, member] of Object.entries(exports as object)) {
    if (typeof member === 'function' && /^[A-Z]/.test(name)) instrumentClass(member as object)
  }
}

function instrumentClass(loaded: object): void {
  guarded('register', () => (isSocket(loaded) ? instrumentRealtime(loaded) : instrumentOpenAI(loaded)))
}

/** A loader that has put itself in the place of Node's for CommonJS modules, as tsx does, reads files without hooks, and gives what it has read to this. */
function hookCompile(): void {
  const prototype = module.prototype as unknown as { _compile: Compile }
  const compile = prototype._compile
  prototype._compile = function (source, filename, ...rest) {
    const url = CLIENT_FILE.test(filename.replaceAll('\\', '/')) ? pathToFileURL(filename).href : undefined
    return compile.call(this, url && isOfClient(url) ? announcing(source) : source, filename, ...rest)
  }
}

/** The source of a file that defines a class, with a call that hands the class over. */
function announcing(source: string): string {
  const name = /^(?:export )?class (\w+)/m.exec(source)?.[1]
  if (!name || source.endsWith(ANNOUNCED)) return source
  // On the last line, so that stack traces and source maps stay as they are.
  return `${source}\n;globalThis[Symbol.for('spanlit.loaded')]?.(typeof ${name} === 'function' && ${name});${ANNOUNCED}`
}

/** Whether a file is of the package itself, by whatever name that is installed; an application may have a folder of its own that is called so. */
function isOfClient(url: string): boolean {
  try {
    return packageName(dirname(fileURLToPath(url))) === 'openai'
  } catch {
    return false
  }
}

/** By `fs` and not by `module.findPackageJSON`, which does not see into the archives of Yarn's Plug'n'Play. */
function packageName(folder: string): string | undefined {
  const description = join(folder, 'package.json')
  if (existsSync(description)) return (JSON.parse(readFileSync(description, 'utf8')) as { name?: string }).name
  const above = dirname(folder)
  return above === folder ? undefined : packageName(above)
}

function decode(source: ArrayBuffer | NodeJS.TypedArray | undefined): string | undefined {
  return source === undefined ? undefined : new TextDecoder().decode(source)
}
