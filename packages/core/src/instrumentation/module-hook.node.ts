import { diag } from '@opentelemetry/api'
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { guarded } from '../faults.ts'
import type { InstrumentOptions } from '../openai/client-state.ts'
import { instrumentOpenAI } from '../openai/instrument.ts'
import { isSocket } from '../openai/is-socket.ts'
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

/** Whether {@link onClassLoaded} finds anything. */
export const findsClasses = true

/** Traces a class of clients or of sockets, or a client. */
export function instrumentClass(target: object, options?: InstrumentOptions): void {
  if (isSocket(target)) instrumentRealtime(target, options)
  else instrumentOpenAI(target, options)
}

type Listener = (loaded: object) => void

const loadedClasses = new Set<object>()
const listeners = new Set<Listener>()
let isInstalled = false

/**
 * Calls `listener` with each class of clients or of sockets that a copy of the `openai` package defines, by `import` or by `require`, at the
 * moment when the class is defined; also with those that are known already.
 *
 * @returns how to stop
 */
export function onClassLoaded(listener: Listener): () => void {
  if (!isInstalled) {
    isInstalled = true
    installHook()
  }
  for (const loaded of loadedClasses) listener(loaded)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function announce(loaded: object): void {
  loadedClasses.add(loaded)
  for (const listener of listeners) guarded('module hook', () => listener(loaded))
}

function installHook(): void {
  const holder = globalThis as { [KEY]?: (loaded: object | false) => void }
  // Another copy of Spanlit may have its own.
  const before = holder[KEY]
  holder[KEY] = (loaded) => {
    before?.(loaded)
    if (loaded) announce(loaded)
  }
  if (typeof module.registerHooks !== 'function') {
    diag.error(
      `spanlit: the openai package is found by module.registerHooks, which Node has from 22.15 on and this runtime (${process.version}) has not; call startTracing() and instrumentOpenAI(client) in the application instead`,
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
  for (const loaded of loadedByRequire(isClassFile)) announceClasses(loaded)
  warnOfLoadedModules(isClassFile)
}

function isClassFile(url: string): boolean {
  return CLIENT_FILE.test(url) && isOfClient(url)
}

/** The classes among the exports of a module that was loaded before. */
function announceClasses(exports: unknown): void {
  for (const [name, member] of Object.entries(exports as object)) {
    if (typeof member === 'function' && /^[A-Z]/.test(name)) announce(member as object)
  }
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
