/** A page whose network goes and comes back. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { build } from 'esbuild'

const core = resolve(import.meta.dirname, '../../packages/core/src/index.ts')
const names: string[] = []
let server: Server

interface Batch {
  resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[]
}

test.beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import * as core from ${JSON.stringify(core)}; Object.assign(globalThis, { core })`,
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@spanlit/source'],
  })
  server = createServer((request, response) => {
    if (request.method === 'GET') {
      return response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>page</title><script type="module">${outputFiles[0]?.text}</script>`)
    }
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      for (const { scopeSpans } of (JSON.parse(body) as Batch).resourceSpans)
        for (const { spans } of scopeSpans) names.push(...spans.map(({ name }) => name))
      response.end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

test.afterAll(() => {
  server.close()
})

test('what is recorded without a network is sent once, when the network is back', async ({ page, context }) => {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const record = (name: string, isFirst = false): Promise<void> =>
    page.evaluate(
      async ([given, first]) => {
        const { core } = globalThis as unknown as { core: typeof import('../../packages/core/src/index.ts') }
        const of = globalThis as { tracing?: { flush(): Promise<void> } }
        if (first) of.tracing = core.startTracing({ endpoint: location.origin })
        core.withSpan(given, () => {})
        await of.tracing?.flush()
      },
      [name, isFirst] as const,
    )
  await record('before', true)
  await context.setOffline(true)
  await record('without a network')
  await record('still without')
  expect(names).toEqual(['before'])
  await context.setOffline(false)
  await record('after')
  await expect.poll(() => names.toSorted()).toEqual(['after', 'before', 'still without', 'without a network'])
})
