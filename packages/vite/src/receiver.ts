import { styleText } from 'node:util'
import { createCollector, toNodeHandler, type Collector } from '@spanlit/collector'
import type { ViteDevServer } from 'vite'
import { defaultShortcut, receiverPath, type SpanlitPluginOptions } from './options.ts'

/**
 * Mounts a collector on the dev server, under `/__spanlit` in every framework, and under the base for pages that reach nothing else.
 * Nuxt's base is `/_nuxt/`, and a backend should not have to know that.
 */
export function mountReceiver(server: ViteDevServer, options: SpanlitPluginOptions): Collector {
  const { base, logger } = server.config
  const basePath = `/${receiverPath}`
  const azure = azureOptions(options)
  const collector = createCollector({
    ...options.receiver,
    basePath,
    ...(azure && { azure }),
    ...(options.forward && { forward: options.forward }),
    // Vite checks the Host header before it comes to this, by its own `server.allowedHosts`.
    allowedHosts: true,
    logger: {
      info: (message) => logger.info(`[spanlit] ${message}`, { timestamp: true }),
      warn: (message) => logger.warn(`[spanlit] ${message}`, { timestamp: true }),
      error: (message) => logger.error(`[spanlit] ${message}`, { timestamp: true }),
    },
  })
  const handler = toNodeHandler(collector)
  // With its path as the route: Nuxt answers CORS for the routes that Vite names.
  server.middlewares.use(basePath, handler)
  if (base !== '/') server.middlewares.use(base, handler)
  return collector
}

/** Says where the receiver is among Vite's own URLs, and where spans go beyond this machine. */
export function announce(server: ViteDevServer, collector: Collector, options: SpanlitPluginOptions): void {
  const { logger } = server.config
  for (const { destination } of collector.counts()) {
    const fromEnvironment = !options.azure && destination.startsWith('Azure Monitor')
    const reason = fromEnvironment ? ', because APPLICATIONINSIGHTS_CONNECTION_STRING is set' : ''
    logger.info(`[spanlit] Spans are forwarded to ${destination}${reason}`)
  }
  // The server around Vite prints its own address, and not what stands below it.
  if (server.config.server.middlewareMode)
    logger.info(`[spanlit] Spans are received under /${receiverPath} of this server`)
  const printUrls = server.printUrls
  server.printUrls = () => {
    printUrls()
    const url = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0]
    if (!url) return
    const shortcut = options.viewer === false ? '' : ` (viewer: ${options.viewer?.shortcut ?? defaultShortcut})`
    const text = `${styleText('cyan', new URL(`/${receiverPath}`, url).href)}${styleText('dim', shortcut)}`
    logger.info(`  ${styleText('green', '➜')}  ${styleText('bold', 'Spanlit')}: ${text}`)
  }
}

function azureOptions({ azure }: SpanlitPluginOptions): { connectionString: string } | undefined {
  if (azure !== undefined) return azure || undefined
  const connectionString = process.env['APPLICATIONINSIGHTS_CONNECTION_STRING']
  return connectionString ? { connectionString } : undefined
}
