import type { Collector } from '@spanlit/collector'
import type { ConfigEnv, Plugin, UserConfig } from 'vite'
import { asyncContext } from './async-context/plugin.ts'
import { checkOptions } from './check-options.ts'
import { clientModule, clientPath, launcherPath } from './client.ts'
import type { SpanlitPluginOptions } from './options.ts'
import { announce, mountReceiver } from './receiver.ts'
import { ownFile, prepareViewer } from './viewer-package.ts'

const IMPORT_OF_CORE = /\b(?:from|import)\s*\(?\s*["']@spanlit\/core["'/]/

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
  return [devPages(options), withoutHtml(), ...(options.asyncContext ? [asyncContext()] : [])]
}

function isDevServer(_: UserConfig, { command, isPreview }: ConfigEnv): boolean {
  return command === 'serve' && !isPreview
}

/** Frameworks that write their pages themselves (SvelteKit, Nuxt, Astro) ask no plugin for tags, so what uses core brings the client with it. */
function withoutHtml(): Plugin {
  return {
    name: 'spanlit:client',
    // When other languages have become JavaScript, and before Vite resolves the imports.
    enforce: 'post',
    // Tests have no use for a panel, and may run such modules in Node.
    apply: (config, env) => isDevServer(config, env) && !process.env.VITEST,

    transform(code, id) {
      if (this.environment.config.consumer !== 'client' || id.includes('/node_modules/') || !IMPORT_OF_CORE.test(code))
        return
      // At the end, so that lines and columns stay: core asks for the receiver when tracing is started, and not before.
      return { code: `${code}\nimport ${JSON.stringify(clientPath)}\n`, map: null }
    },
  }
}

function devPages(options: SpanlitPluginOptions): Plugin {
  const { viewer = {} } = options
  // By environment, because a restart makes the new server before it closes the old one.
  const collectors = new WeakMap<object, Collector>()

  return {
    name: 'spanlit',
    apply: isDevServer,

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
