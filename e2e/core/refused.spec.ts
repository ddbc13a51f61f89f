/** A page whose own policy keeps it from the collector: its developer is told, and the browser's complaints do not go on. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { bundledCore } from './bundled-core.ts'

let site: Server

test.beforeAll(async () => {
  const script = await bundledCore()
  site = createServer((request, response) => {
    if (request.url === '/core.js') return response.setHeader('content-type', 'text/javascript').end(script)
    response.setHeader('content-security-policy', "connect-src 'self'")
    return response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')
  })
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
})

test.afterAll(() => {
  site.close()
})

test('a policy that does not allow the collector is said once, and is not tried again', async ({ page }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`)
  await page.evaluate(async () => {
    const url: string = '/core.js'
    const { startTracing, withSpan } = (await import(url)) as typeof import('../../packages/core/src/index.ts')
    const tracing = startTracing({ endpoint: 'http://collector.example.com' })
    for (let index = 0; index < 4; index++) {
      withSpan(`${index}`, () => {})
      await tracing.flush()
    }
  })
  expect(said.filter((text) => text.startsWith('spanlit:'))).toEqual([
    expect.stringMatching(/Content-Security-Policy .*collector\.example\.com.* connect-src/),
  ])
  // The browser's own, of the first request.
  expect(said.filter((text) => !text.startsWith('spanlit:')).length).toBeLessThanOrEqual(2)
})
