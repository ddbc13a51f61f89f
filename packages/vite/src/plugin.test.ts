import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer as createHttpServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { build, createLogger, createServer, type InlineConfig, type Plugin, type ViteDevServer } from 'vite'
import spanlit, { type SpanlitPluginOptions } from './index.ts'

const root = join(import.meta.dirname, '../test/fixture')
let cacheDir: string
let lines: string[]
const servers: ViteDevServer[] = []

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'spanlit-vite-'))
  lines = []
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(servers.splice(0).map((server) => server.close()))
  await rm(cacheDir, { recursive: true, force: true })
})

function config(options?: SpanlitPluginOptions, more: InlineConfig = {}): InlineConfig {
  const customLogger = createLogger('info')
  for (const level of ['info', 'warn', 'error'] as const)
    customLogger[level] = (line) => void lines.push(stripColours(line))
  return {
    root,
    cacheDir,
    configFile: false,
    customLogger,
    // The fixture imports nothing, so that nothing has to be prepared.
    optimizeDeps: { noDiscovery: true },
    plugins: [spanlit(options)],
    ...more,
    server: { port: 0, host: '127.0.0.1', ...more.server },
  }
}

async function start(
  options?: SpanlitPluginOptions,
  more?: InlineConfig,
): Promise<{ server: ViteDevServer; url: string }> {
  const server = await createServer(config(options, more))
  servers.push(server)
  await server.listen()
  return { server, url: server.resolvedUrls?.local[0] ?? '' }
}

function stripColours(text: string): string {
  return text.replaceAll(/\u001B\[\d+m/g, '')
}

const span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'chat gpt-5',
  kind: 3,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001000000000',
}

async function sendSpan(receiver: string): Promise<number> {
  const response = await fetch(`${receiver}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  })
  return response.status
}

async function readUntil(stream: ReadableStream<Uint8Array>, text: string): Promise<string> {
  let read = ''
  for await (const chunk of stream) {
    read += new TextDecoder().decode(chunk)
    if (read.includes(text)) break
  }
  return read
}

/** A module that a framework imports into a page which it writes itself, as SvelteKit, Nuxt and Astro do. */
const moduleWithCore: Plugin = {
  name: 'module-with-core',
  resolveId: (id) => (id === '/page.js' || id === '@spanlit/core' ? id : undefined),
  load(id) {
    if (id === '@spanlit/core') return 'export const startTracing = () => {}'
    return id === '/page.js' ? "import { startTracing } from '@spanlit/core'\nstartTracing()" : undefined
  },
}

test('has the receiver and the viewer in pages that a framework writes without Vite, by the module that imports core', async () => {
  vi.stubEnv('VITEST', undefined)
  const { server } = await start({}, { base: '/app/', plugins: [spanlit(), moduleWithCore] })
  const inPage = await server.environments.client.transformRequest('/page.js')
  expect(inPage?.code).toContain('import "/app/@spanlit/client"')
  expect(inPage?.code.split('\n')[1]).toBe('startTracing()')
  expect((await server.environments.ssr.transformRequest('/page.js'))?.code).not.toContain('@spanlit/client')
  expect((await server.environments.client.transformRequest('/src/main.ts'))?.code).not.toContain('@spanlit/client')
})

test('brings no viewer into tests that Vitest runs', async () => {
  const { server } = await start({}, { plugins: [spanlit(), moduleWithCore] })
  expect((await server.environments.client.transformRequest('/page.js'))?.code).not.toContain('@spanlit/client')
})

test('a dev page loads one module of its own origin before the app, and no inline script', async () => {
  const { url } = await start({ viewer: false })
  const html = await (await fetch(url)).text()
  const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
  expect(scripts[0]?.[1]).toContain('type="module" src="/@spanlit/client"')
  expect(scripts.filter(([, , text]) => text !== '')).toEqual([])
  expect(html.indexOf('@spanlit/client')).toBeLessThan(html.indexOf('/src/main.ts'))
  const module = await fetch(new URL('/@spanlit/client', url))
  expect(module.headers.get('content-type')).toContain('javascript')
})

test('the module says where the receiver is, also under a base', async () => {
  const { url } = await start({ viewer: false }, { base: '/app/' })
  expect(await (await fetch(url)).text()).toContain('src="/app/@spanlit/client"')
  const code = await (await fetch(new URL('/app/@spanlit/client', url))).text()
  // The module runs as it would in the page: `import.meta.url` is its own URL there.
  runInThisContext(code.replaceAll('import.meta.url', JSON.stringify(new URL('/app/@spanlit/client', url).href)))
  const dev = (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.dev')] as { endpoint: string }
  expect(dev.endpoint).toBe(new URL('/app/__spanlit', url).href)
  expect(await (await fetch(dev.endpoint)).json()).toMatchObject({ spanlit: 'receiver' })
})

test('the receiver has one address, whatever the base is, and Vite prints it', async () => {
  const { server, url } = await start({ viewer: false }, { base: '/_nuxt/' })
  const receiver = new URL('/__spanlit', url).href
  const live = await fetch(`${receiver}/live`)
  expect(await sendSpan(receiver)).toBe(200)
  expect(await readUntil(live.body!, '\n\nid:')).toContain('"name":"chat gpt-5"')
  expect(await (await fetch(new URL('/_nuxt/__spanlit', url))).json()).toMatchObject({ spanlit: 'receiver' })
  server.printUrls()
  expect(lines.find((line) => line.includes('Spanlit'))).toBe(`  ➜  Spanlit: ${receiver}`)
})

test('spans that are sent to the dev server come back live', async () => {
  const { url } = await start({ viewer: false })
  const live = await fetch(`${url}__spanlit/live`)
  expect(await sendSpan(`${url}__spanlit`)).toBe(200)
  expect(await readUntil(live.body!, '\n\nid:')).toContain('"name":"chat gpt-5"')
})

test('Vite prints the URL of the receiver with its own', async () => {
  const { server, url } = await start()
  server.printUrls()
  expect(lines.find((line) => line.includes('Spanlit'))).toBe(`  ➜  Spanlit: ${url}__spanlit (viewer: Alt+Shift+S)`)
})

test('a restart makes a new receiver and ends the streams of the old one', async () => {
  const { server, url } = await start({ viewer: false })
  await sendSpan(`${url}__spanlit`)
  const live = await fetch(`${url}__spanlit/live`)
  const ended = readUntil(live.body!, 'never').catch(() => 'ended')
  await server.restart()
  await ended
  expect(await (await fetch(`${url}__spanlit`)).json()).toMatchObject({ spanlit: 'receiver' })
  await sendSpan(`${url}__spanlit`)
})

test('a dev server stops at once while the place that spans are forwarded to is down', async () => {
  const { server, url } = await start({ viewer: false, forward: [{ url: 'http://127.0.0.1:1' }] })
  expect(await sendSpan(`${url}__spanlit`)).toBe(200)
  servers.splice(0)
  await server.close()
  expect(lines.some((line) => line.includes('Dropped 1 span'))).toBe(true)
})

test('says to whom spans are forwarded, and why', async () => {
  const connectionString =
    'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1'
  process.env['APPLICATIONINSIGHTS_CONNECTION_STRING'] = connectionString
  try {
    await start({ viewer: false })
    expect(lines).toContain(
      '[spanlit] Spans are forwarded to Azure Monitor (127.0.0.1:1), because APPLICATIONINSIGHTS_CONNECTION_STRING is set',
    )
    lines = []
    await start({ viewer: false, azure: false })
    expect(lines.filter((line) => line.includes('forwarded'))).toEqual([])
  } finally {
    delete process.env['APPLICATIONINSIGHTS_CONNECTION_STRING']
  }
})

test('answers by the names that Vite allows and by no other', async () => {
  const { url } = await start({ viewer: false }, { server: { allowedHosts: ['my.dev'] } })
  const status = (host: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(`${url}__spanlit`, { headers: { host } }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      request.on('error', reject).end()
    })
  expect(await status('my.dev')).toBe(200)
  expect(await status('evil.example')).toBe(403)
  const foreign = await fetch(`${url}__spanlit`, { headers: { origin: 'https://evil.example' } })
  expect(foreign.status).toBe(403)
})

test('works where Vite is a middleware of another server', async () => {
  const vite = await createServer(
    config({ viewer: false }, { appType: 'custom', server: { middlewareMode: true, ws: false } }),
  )
  servers.push(vite)
  const parent = createHttpServer(vite.middlewares)
  await new Promise<void>((resolve) => parent.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(parent.address() as AddressInfo).port}`
  expect(lines).toContain('[spanlit] Spans are received under /__spanlit of this server')
  expect(await vite.transformIndexHtml('/', '<html><head></head></html>')).toContain('src="/@spanlit/client"')
  const live = await fetch(`${url}/__spanlit/live`)
  expect(await sendSpan(`${url}/__spanlit`)).toBe(200)
  expect(await readUntil(live.body!, '\n\nid:')).toContain('"name":"chat gpt-5"')
  await vite.close()
  parent.closeAllConnections()
  await new Promise((resolve) => parent.close(resolve))
})

test('the page can load the viewer, which the app itself does not depend on', async () => {
  const { url } = await start(
    { viewer: { shortcut: 'Alt+T', dock: 'right' } },
    { resolve: { conditions: ['@spanlit/source'] } },
  )
  const code = await (await fetch(new URL('/@spanlit/client', url))).text()
  expect(code).toContain('"shortcut":"Alt+T","dock":"right"')
  const path = /import\("([^"]+)"\)/.exec(code)?.[1]
  const launcher = await fetch(new URL(path!, url))
  expect(launcher.status).toBe(200)
  expect(await launcher.text()).toContain('mountLauncher')
})

test('a production build is the same with and without the plugin', async () => {
  const outDirs = ['with', 'without'].map((name) => join(cacheDir, name))
  for (const [index, outDir] of outDirs.entries()) {
    await build({ ...config(), plugins: index === 0 ? [spanlit()] : [], logLevel: 'silent', build: { outDir } })
  }
  const [withPlugin, without] = await Promise.all(outDirs.map(readAll))
  expect(withPlugin).toEqual(without)
  expect(JSON.stringify(withPlugin).toLowerCase()).not.toContain('spanlit')
})

async function readAll(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(files.toSorted().map((file) => readFile(file, 'utf8')))
  return Object.fromEntries(files.toSorted().map((file, index) => [file.slice(directory.length), contents[index]!]))
}
