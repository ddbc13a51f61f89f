import { relative, resolve, join } from 'node:path'
import type { Plugin, Rollup } from 'vite'
import { viewerDirectory } from '../viewer-package.ts'
import { coreDirectory, prepareRuntime, runtimeEntry } from './runtime-package.ts'
import { mayBeAsync, transform } from './transform.ts'

/** From where transformed modules import the run time, wherever they stand: a linked package need not know `@spanlit/core`. */
const runtimePath = '/@spanlit/async-context'

/**
 * Has the active context follow `await` in the modules of the application, in dev pages and in builds. An application without `@spanlit/core`
 * stays as it is.
 */
export function asyncContext(): Plugin {
  const environments = new WeakMap<object, Promise<string[] | undefined>>()

  /** The folders whose modules stay as they are; undefined where there is no run time to import. */
  async function excludedFolders(context: Context): Promise<string[] | undefined> {
    const { root, cacheDir } = context.environment.config
    const runtime = await resolveRuntime(context)
    if (!runtime) return undefined
    return [cacheDir, viewerDirectory(), coreDirectory(root)].flatMap((folder) => (folder ? [toPrefix(folder)] : []))
  }

  return {
    name: 'spanlit:async-context',
    // What it reads is JavaScript by then.
    enforce: 'post',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    config: ({ root = '' }) => ({ optimizeDeps: prepareRuntime(resolve(root)) }),

    resolveId: {
      order: 'pre',
      filter: { id: new RegExp(`^${runtimePath}$`) },
      handler() {
        return resolveRuntime(this)
      },
    },

    transform: {
      filter: { id: { exclude: [/^\0/, /^\/@/, /\/node_modules\//] }, code: mayBeAsync },
      async handler(code, id) {
        const { environment } = this
        // A library is for builds of others, which may have the run time elsewhere or rewrite it themselves.
        if (environment.config.build.lib) return undefined
        const known = environments.get(environment) ?? excludedFolders(this)
        environments.set(environment, known)
        const folders = await known
        if (!folders || folders.some((folder) => id.startsWith(folder))) return undefined
        try {
          return transform(code, { runtime: runtimePath, parse: (text) => this.parse(text) })
        } catch (error) {
          const file = relative(environment.config.root, id)
          this.warn(
            `[spanlit] In ${file} the context does not follow await, because it could not be transformed: ${String(error)}`,
          )
          return undefined
        }
      },
    },
  }
}

type Context = Pick<Rollup.PluginContext, 'resolve'> & {
  environment: { config: { root: string; cacheDir: string } }
}

async function resolveRuntime(context: Context): Promise<Rollup.ResolvedId | undefined> {
  try {
    const importer = join(context.environment.config.root, 'index.html')
    const resolved = await context.resolve(runtimeEntry, importer, { skipSelf: true })
    // Vite gives modules of its own for what is missing.
    return resolved && !resolved.id.startsWith('__vite') ? resolved : undefined
  } catch {
    // A version of `@spanlit/core` that has no such entry.
    return undefined
  }
}

function toPrefix(folder: string): string {
  return `${folder.replaceAll('\\', '/')}/`
}
