/** A page that is left: what it has recorded goes on its way with it, as far as a browser lets it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, type Page } from '@playwright/test'
import { bundledCore } from './bundled-core.ts'

const spans = new Set<string>()
let collector: Server
let site: Server

interface Batch {
  resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[]
}

test.beforeAll(async () => {
  collector = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      if (body) {
        for (const { scopeSpans } of (JSON.parse(body) as Batch).resourceSpans)
          for (const scope of scopeSpans) for (const { name } of scope.spans) spans.add(name)
      }
      response.end('{}')
    })
  })
  const script = await bundledCore()
  site = createServer((request, response) => {
    if (request.url === '/core.js') return response.setHeader('content-type', 'text/javascript').end(script)
    return response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')
  })
  for (const server of [collector, site]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

test.afterAll(() => {
  collector.close()
  site.close()
})

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

test('one large span costs the small ones nothing', async ({ page }) => {
  await page.goto(urlOf(site))
  await page.evaluate(async (endpoint) => {
    const url: string = '/core.js'
    const { startTracing, withSpan } = (await import(url)) as typeof import('../../packages/core/src/index.ts')
    startTracing({ endpoint })
    withSpan('large', (span) => span.setAttribute('content', 'x'.repeat(70_000)))
    for (let index = 0; index < 6; index++)
      withSpan(`small ${index}`, (span) => span.setAttribute('content', 'x'.repeat(4000)))
    location.href = '/next'
  }, urlOf(collector))
  await page.waitForURL('**/next')
  await expect.poll(() => [...spans].filter((name) => name.startsWith('small')).length).toBe(6)
})

for (const [how, leave] of [
  ['is reloaded', (page: Page) => page.reload()],
  ['is closed', (page: Page) => page.close({ runBeforeUnload: true })],
  [
    'stands in a frame that is removed',
    (page: Page) => page.evaluate(() => document.querySelector('iframe')?.remove()),
  ],
] as const) {
  test(`what is under way in a page that ${how} is sent as far as it has come`, async ({ page }) => {
    await page.goto(urlOf(site))
    const isFrame = how.includes('frame')
    if (isFrame) {
      await page.evaluate(
        () =>
          new Promise((done) => {
            const frame = document.createElement('iframe')
            frame.src = '/frame'
            frame.addEventListener('load', done)
            document.body.append(frame)
          }),
      )
    }
    const target = isFrame ? page.frames()[1] : page.mainFrame()
    await target?.evaluate(
      async ({ endpoint, around }) => {
        const url: string = '/core.js'
        const { startTracing, withSpan } = (await import(url)) as typeof import('../../packages/core/src/index.ts')
        startTracing({ endpoint, instrumentFetch: false })
        void withSpan(around, () => {
          void withSpan(`in ${around}`, () => new Promise(() => {}))
          return new Promise(() => {})
        })
      },
      { endpoint: urlOf(collector), around: how },
    )
    await leave(page)
    await expect.poll(() => [how, `in ${how}`].filter((name) => spans.has(name))).toHaveLength(2)
  })
}
