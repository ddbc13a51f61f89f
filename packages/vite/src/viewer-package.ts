import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** From where the viewer is resolved: the plugin depends on it, and the app need not know it. */
export const ownFile: string = fileURLToPath(import.meta.url)

export function viewerDirectory(): string {
  return dirname(createRequire(ownFile).resolve('@spanlit/viewer/package.json'))
}

/**
 * Has Vite prepare the viewer with the app's dependencies at the start. Otherwise it would find them when the viewer is
 * opened for the first time, and reload the page.
 */
export function prepareViewer(root: string = process.cwd()): { include?: string[]; entries?: string[] } {
  const directory = viewerDirectory()
  if (!directory.includes(`${sep}node_modules${sep}`)) {
    // Linked, as in Spanlit's own workspace: its sources are served as they are and change while Vite runs, so only
    // what they import is prepared. Giving entries replaces the default, which therefore stands here again.
    return { entries: ['**/*.html', join(directory, 'src/launcher.ts'), join(directory, 'dist/launcher.js')] }
  }
  // Vite looks for it from the app's root. Where the app has the plugin from elsewhere, the viewer is served as it is.
  return isInstalled(root) ? { include: ['@spanlit/vite > @spanlit/viewer/launcher'] } : {}
}

function isInstalled(root: string): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve('@spanlit/vite/package.json')
    return true
  } catch {
    return false
  }
}
