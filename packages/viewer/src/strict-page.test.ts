// The viewer in a page of its own: bundled, under a strict Content-Security-Policy, with a receiver's event stream.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chromiumArguments, findChromium } from '../../../scripts/browser.ts'
import { chatAttributes, liveEvent, said } from '../test/events.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html"

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: Server
let browser: Browser
let origin: string
const streams = new Set<ServerResponse>()
const requests: string[] = []

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('launcher.ts', import.meta.url))],
    bundle: true,
    conditions: ['@spanlit/source'],
    splitting: true,
    format: 'esm',
    outdir: '/app',
    write: false,
    minify: true,
    target: 'es2022',
  })
  server = createServer((request, response) => {
    requests.push(request.url!)
    const script = outputFiles.find((file) => file.path === request.url)
    if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script.text)
    else if (request.url === '/start.js')
      response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end(
          `import { mountLauncher } from '/app/launcher.js'; globalThis.launcher = mountLauncher({ endpoint: '/__spanlit/' })`,
        )
    else if (request.url === '/__spanlit/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 100\n\n')
      streams.add(response)
      response.on('close', () => streams.delete(response))
    } else
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY })
        .end(
          '<!doctype html><html lang="en"><title>Strict</title><h1>Strict</h1><script type="module" src="/start.js"></script></html>',
        )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const executablePath = findChromium()
  browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath && { executablePath }) })
})

// A page that is left open keeps its stream.
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  for (const stream of streams) stream.destroy()
  streams.clear()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function openPage(width = 1280): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 800 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(origin)
  return { page, complaints }
}

function send(...events: unknown[]): void {
  for (const stream of streams) for (const event of events) stream.write(`data: ${JSON.stringify(event)}\n\n`)
}

const attributes = chatAttributes({
  input: [said('user', 'Is it true?')],
  output: [said('assistant', '# Yes\n\n| a | b |\n|--|:-:|\n| 1 | 2 |')],
})

test('under a strict policy everything is styled, and nothing is refused', async () => {
  const { page, complaints } = await openPage()
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  send(
    liveEvent({ spanId: 'r', name: 'root', end: 1000, service: 'claims-api' }),
    liveEvent({ spanId: 'c', parent: 'r', name: 'chat', start: 250, end: 750, attributes }),
  )
  const row = page.getByRole('row', { name: /chat/ })
  await row.waitFor()
  expect(await row.evaluate((element) => [element.clientHeight, getComputedStyle(element).position])).toEqual([
    23,
    'absolute',
  ])
  const bar = await row.locator('.bar').evaluate((element) => element.getBoundingClientRect().width)
  const rootBar = await page
    .getByRole('row', { name: /root/ })
    .locator('.bar')
    .evaluate((element) => element.getBoundingClientRect().width)
  expect(bar / rootBar).toBeCloseTo(0.5, 1)
  expect(await page.getByRole('cell', { name: '2' }).evaluate((cell) => getComputedStyle(cell).textAlign)).toBe(
    'center',
  )
  expect(await page.getByRole('group', { name: 'Connection' }).textContent()).toContain('claims-api')
  expect(complaints).toEqual([])
})

test('in the place of a picture that the policy refuses stand its type and size, and why', async () => {
  const { page } = await openPage()
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  const picture = { type: 'blob', modality: 'image', mime_type: 'image/png', content: PIXEL }
  send(
    liveEvent({
      spanId: 'c',
      name: 'chat',
      end: 750,
      attributes: chatAttributes({ input: [said('user', picture)], output: [said('assistant', 'A pixel.')] }),
    }),
  )
  const figure = page.getByRole('figure')
  await figure.getByText('policy may not allow img-src data:').waitFor()
  expect((await figure.innerText()).replaceAll(/\s+/g, ' ')).toContain('image image/png · 72')
  expect(await figure.getByRole('img').isVisible()).toBe(false)
})

test('a window of its own shows the same, styled, and gives the viewer back', async () => {
  const { page, complaints } = await openPage()
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  send(liveEvent({ spanId: 'r', name: 'root', end: 1000, attributes }))
  await page.getByRole('row', { name: /root/ }).waitFor()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Show in a window of its own' }).click()
  const own = await opened
  await own.getByRole('row', { name: /root/ }).waitFor()
  expect(await page.locator('spanlit-viewer').count()).toBe(0)
  expect(await own.getByRole('row', { name: /root/ }).evaluate((element) => getComputedStyle(element).position)).toBe(
    'absolute',
  )
  expect(await own.locator('spanlit-span-detail h2').evaluate((element) => getComputedStyle(element).display)).toBe(
    'flex',
  )
  send(liveEvent({ spanId: 'late', parent: 'r', name: 'arrives late', start: 5, end: 9 }))
  await own.getByRole('row', { name: /arrives late/ }).waitFor()
  await own.close()
  await page.getByRole('row', { name: /arrives late/ }).waitFor()
  expect(streams.size).toBe(1)
  expect(complaints).toEqual([])
})

test('a receiver that goes away is said, and found again', async () => {
  const { page } = await openPage()
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  const [before] = streams
  before!.destroy()
  await expect.poll(() => [...streams].some((stream) => stream !== before)).toBe(true)
  send(liveEvent({ spanId: 'r', name: 'after the break', end: 10 }))
  await page.getByRole('row', { name: /after the break/ }).waitFor()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => streams.size).toBe(0)
  expect(await page.locator('spanlit-viewer').count()).toBe(0)
})

test('nothing is asked of any server but the scripts and the feed', async () => {
  requests.length = 0
  const { page } = await openPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  send(
    liveEvent({
      spanId: 'r',
      name: 'root',
      end: 10,
      attributes: chatAttributes({ output: [said('assistant', '![pixel](https://tracker.test/p.png)')] }),
    }),
  )
  await page.getByRole('row', { name: /root/ }).waitFor()
  expect(asked.filter((url) => !url.startsWith(`${origin}/app/`) && !url.endsWith('/__spanlit/live'))).toEqual([])
})

test('in a narrow page the columns are a stack with a way back', async () => {
  const { page } = await openPage(420)
  await page.getByRole('button', { name: 'Spanlit traces' }).click()
  await expect.poll(() => streams.size).toBe(1)
  send(liveEvent({ spanId: 'r', name: 'root', end: 1000, attributes }))
  await page.getByRole('row', { name: /root/ }).press('Enter')
  await page.getByRole('heading', { name: 'Yes' }).waitFor()
  expect(await page.getByRole('option').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Spans' }).click()
  await page.getByRole('button', { name: 'Traces', exact: true }).click()
  expect(await page.getByRole('option', { name: /Is it true/ }).isVisible()).toBe(true)
})
