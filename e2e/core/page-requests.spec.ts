/** The page's own requests are traced, and behave as they do without tracing. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { build } from 'esbuild'

const core = resolve(import.meta.dirname, '../../packages/core/src/index.ts')
const servers: Server[] = []
/** Of the requests that have come: the URL, and whether it carried a trace. */
let seen: string[] = []
let left = 0
let site: string
let other: string

type Options = NonNullable<Parameters<typeof import('../../packages/core/src/index.ts').startTracing>[0]>
type Exporter = NonNullable<Options['exporters']>[number] & { getFinishedSpans(): Ended[] }
type Processor = NonNullable<Options['spanProcessors']>[number]
type Core = typeof import('../../packages/core/src/index.ts') & {
  InMemorySpanExporter: new () => Exporter
  SimpleSpanProcessor: new (exporter: Exporter) => Processor
}

/** A page's spans, as they are when they have ended. */
interface Ended {
  name: string
  attributes: Record<string, unknown>
  status: { code: number }
}

test.beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(core)}; export * from '@opentelemetry/sdk-trace-base'`,
      resolveDir: resolve(import.meta.dirname, '../../packages/core'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@spanlit/source'],
  })
  const answer: RequestListener = (request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    if (pathname.startsWith('/api')) seen.push(request.headers.traceparent ? `${pathname} traced` : pathname)
    if (pathname === '/core.js') {
      response.setHeader('content-type', 'text/javascript').end(outputFiles[0]?.text)
    } else if (pathname === '/worker.js') {
      response.setHeader('content-type', 'text/javascript').end(`import { startTracing } from '/core.js'
        startTracing({ destination: 'none', live: true })
        self.onfetch = (event) => event.request.url.includes('/api') && event.respondWith(fetch(event.request))
        self.onactivate = (event) => event.waitUntil(clients.claim())`)
    } else if (pathname === '/api/endless') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      const timer = setInterval(() => response.write('data: more\n\n'), 20)
      response.on('close', () => {
        clearInterval(timer)
        left += 1
      })
    } else {
      const type = pathname.startsWith('/api') ? 'application/json' : 'text/html'
      response.setHeader('content-type', type).end(type === 'text/html' ? '<!doctype html><title>page</title>' : '{}')
    }
  }
  for (let index = 0; index < 2; index++) {
    const server = createServer(answer)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    servers.push(server)
  }
  ;[site = '', other = ''] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

test.afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

test.beforeEach(async ({ page }) => {
  seen = []
  left = 0
  await page.goto(site)
  await page.evaluate(async () => {
    const url: string = '/core.js'
    const { startTracing, SimpleSpanProcessor, InMemorySpanExporter } = (await import(url)) as Core
    const start = (): void => {
      const exporter = new InMemorySpanExporter()
      const tracing = startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })
      Object.assign(globalThis, { exporter, tracing })
    }
    start()
    Object.assign(globalThis, {
      start,
      ended: () =>
        (globalThis as unknown as { exporter: Exporter }).exporter
          .getFinishedSpans()
          .map(({ name, attributes, status }) => ({ name, attributes, status })),
    })
  })
})

function spansOf(page: Page): Promise<Ended[]> {
  return page.evaluate(() => (globalThis as unknown as { ended(): Ended[] }).ended())
}

test('an answer that the page stops to read is received no further, and its span ends', async ({ page }) => {
  await page.evaluate(async () => {
    for (let index = 0; index < 3; index++) {
      const reader = (await fetch(`/api/endless?${index}`)).body?.getReader()
      await reader?.read()
      await reader?.cancel()
    }
  })
  await expect.poll(() => left).toBe(3)
  await expect.poll(async () => (await spansOf(page)).length).toBe(3)
})

test('requests of hot reload make no span: they are the dev server’s, not the application’s', async ({ page }) => {
  await page.evaluate(async () => {
    await fetch('/static/main.0a1b2c.hot-update.json').catch(() => {})
    await fetch('/_next/static/webpack/633457081244afec.webpack.hot-update.json').catch(() => {})
    await fetch('/__nextjs_original-stack-frames', { method: 'POST' }).catch(() => {})
    await fetch('/-/package/next/dist-tags').catch(() => {})
    await fetch('/api/here?hot-update.json')
  })
  await expect.poll(async () => (await spansOf(page)).length).toBe(1)
  const [span] = await spansOf(page)
  expect(span?.attributes['url.full']).toMatch(/\/api\/here$/)
})

test('what fetch refuses is a rejected promise, as without tracing', async ({ page }) => {
  const outcomes = await page.evaluate(() =>
    Promise.all(
      [() => fetch('http://['), () => (fetch as () => Promise<unknown>)()].map(async (call) => {
        const promise = call()
        return promise.then(
          () => 'answered',
          (error: Error) => error.message,
        )
      }),
    ),
  )
  expect(outcomes).toEqual([expect.stringContaining('Failed to parse URL'), expect.stringContaining('1 argument')])
})

test('options that are frozen or used again stay as they are, and take no trace to another origin', async ({
  page,
}) => {
  const headers = await page.evaluate(async (elsewhere) => {
    const init = Object.freeze({ headers: { 'content-type': 'text/plain' } })
    await fetch('/api/here', init)
    await fetch(`${elsewhere}/api/there`, init)
    const request = new Request('/api/request')
    await fetch(request)
    await fetch(new Request('/api/body', { method: 'POST', body: 'text' }), { headers: { accept: '*/*' } })
    return [init.headers, [...request.headers.keys()]]
  }, other)
  expect(headers).toEqual([{ 'content-type': 'text/plain' }, []])
  expect(seen).toEqual(['/api/here traced', '/api/there', '/api/request traced', '/api/body traced'])
})

test('content in a data: URL is on no span', async ({ page }) => {
  await page.evaluate(async () => {
    await fetch('data:text/plain,SECRET')
    await fetch(URL.createObjectURL(new Blob(['SECRET'])))
    await fetch('/api/after?token=SECRET')
  })
  await expect.poll(() => spansOf(page)).toHaveLength(1)
  expect(JSON.stringify(await spansOf(page))).not.toContain('SECRET')
})

test('a request that fails has a span that says so', async ({ page }) => {
  await page.evaluate(async () => {
    await fetch('http://127.0.0.1:1/api').catch(() => {})
    const controller = new AbortController()
    const aborted = fetch('/api/endless', { signal: controller.signal }).catch(() => {})
    controller.abort()
    await aborted
  })
  const spans = await spansOf(page)
  expect(spans.map(({ attributes, status }) => [attributes['error.type'], status.code])).toEqual([
    ['TypeError', 2],
    ['AbortError', 2],
  ])
})

test('an answer that another tool makes in the place of fetch is given as it is, and ends its span', async ({
  page,
}) => {
  const isSame = await page.evaluate(async () => {
    const { start, tracing } = globalThis as unknown as { start(): void; tracing: { shutdown(): Promise<void> } }
    await tracing.shutdown()
    const made = new Response('made')
    globalThis.fetch = async () => made
    start()
    return (await fetch('/api/made')) === made
  })
  expect(isSame).toBe(true)
  expect(await spansOf(page)).toHaveLength(1)
})

test('a service worker that hands on the requests of its page goes on to do so', async ({ page }) => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js', { type: 'module' })
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 10))
  })
  expect(await page.evaluate(async () => (await fetch('/api/through')).status)).toBe(200)
  expect(seen).toEqual(['/api/through traced'])
})
