import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'

/** What transformed code needs at run time. It imports nothing. */
export const runtimeEntry = '@spanlit/core/async-context'

/** Where the app's `@spanlit/core` is; undefined where it has none. */
export function coreDirectory(root: string): string | undefined {
  const manifest = locate(root, '@spanlit/core/package.json')
  return manifest && dirname(manifest)
}

/**
 * Has Vite prepare the run time with the app's dependencies at the start. Otherwise it would find it in the first transformed module, and
 * reload the page. A linked package, as in Spanlit's own workspace, is served as it is.
 */
export function prepareRuntime(root: string): { include?: string[] } {
  const isInstalled = coreDirectory(root)?.includes(`${sep}node_modules${sep}`)
  return isInstalled && locate(root, runtimeEntry) ? { include: [runtimeEntry] } : {}
}

function locate(root: string, entry: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve(entry)
  } catch {
    return undefined
  }
}
