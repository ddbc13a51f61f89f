import { defaultShortcut, receiverPath, type ViewerOptions } from './options.ts'

/** The URLs of the module in dev pages and of the viewer's launcher, under the base. */
export const clientPath = '/@spanlit/client'
export const launcherPath = '/@spanlit/launcher'

/** The module that dev pages load first: it says where the receiver is, and mounts the viewer's launcher. */
export function clientModule(base: string, viewer: ViewerOptions | false): string {
  // Relative to the module and not to the page: a page of another server (Rails, Django) may load modules from this one.
  const lines = [
    // In two steps, because Vite takes `new URL('…', import.meta.url)` for a file of the app.
    `const here = import.meta.url`,
    `const endpoint = new URL(${JSON.stringify(base + receiverPath)}, here).href`,
    `globalThis[Symbol.for('spanlit.dev')] = { endpoint }`,
  ]
  if (viewer) {
    const options = JSON.stringify({ shortcut: defaultShortcut, ...viewer })
    // Not a static import, for which the app's own modules would have to wait.
    lines.push(
      // Workers have no page.
      `if (globalThis.document) import(${JSON.stringify(launcherPath)})`,
      `  .then(({ mountLauncher }) => mountLauncher({ endpoint, ...${options} }))`,
      `  .catch((error) => console.error('[spanlit] The viewer could not be loaded:', error))`,
    )
  }
  return `${lines.join('\n')}\n`
}
