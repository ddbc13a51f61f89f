import type { Collector } from '@spanlit/collector'
import type { Plugin } from 'vite'
import { asyncContext } from './async-context/plugin.ts'
import { checkOptions } from './check-options.ts'
import { clientModule, clientPath, launcherPath } from './client.ts'
import type { SpanlitPluginOptions } from './options.ts'
import { announce, mountReceiver } from './receiver.ts'
import { ownFile, prepareViewer } from './viewer-package.ts'

/**
 * Live AI traces in dev pages: a receiver for spans on the dev server (same origin, `/__spanlit`), and the viewer with
 * a launcher and a keyboard shortcut. With `asyncContext` the active context follows `await` in the application's own code.
 *
 * @returns plugins, of which the one for dev pages does nothing in a production build.
 * @throws TypeError for an option that there is not, and for a value that would have no effect.
 *
 * @example
 * ```ts
 * import spanlit from '@spanlit/vite'
 * export default defineConfig({ plugins: [spanlit()] })
 * ```
 */
export function spanlit(options: SpanlitPluginOptions = {}): Plugin[] {
  checkOptions(options)
  return options.asyncContext ? [devPages(options), asyncContext()] : [devPages(options)]
}

function devPages(options: SpanlitPluginOptions): Plugin {
  const { viewer = {} } = options
  // By environment, because a restart makes the new server before it closes the old one.
  const collectors = new WeakMap<object, Collector>()

  return {
    name: 'spanlit',
    apply: (_, { command, isPreview }) => command === 'serve' && !isPreview,

    config(config) {
      return viewer ? { optimizeDeps: prepareViewer(config.root) } : {}
    },

    configureServer(server) {
      const collector = mountReceiver(server, options)
      collectors.set(server.environments.client, collector)
      announce(server, collector, options)
    },

    async closeBundle() {
      // A dev server should stop at once, also while what it forwards to is down.
      await collectors.get(this.environment)?.close({ flushTimeoutMs: 1000 })
    },

    resolveId(id) {
      if (id === clientPath) return id
      if (id === launcherPath) return this.resolve('@spanlit/viewer/launcher', ownFile, { skipSelf: true })
      return undefined
    },

    load(id) {
      if (id !== clientPath) return undefined
      return clientModule(this.environment.config.base, viewer)
    },

    transformIndexHtml(_, { server }) {
      if (!server) return []
      // A module of its own, because a strict Content-Security-Policy refuses inline scripts; the first in the page,
      // because it says where spans go before the app starts tracing.
      const src = server.config.base + clientPath.slice(1)
      return [{ tag: 'script', attrs: { type: 'module', src }, injectTo: 'head-prepend' }]
    },
  }
}
