/**
 * The packages as users get them: packed, installed by plain npm into fresh apps outside the workspace, type-checked, built
 * and run there. What the workspace's own links, catalog and source condition would hide shows here.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Packed, packPackages } from '../../scripts/pack.ts'
import { freshApp, runNode } from './fresh-app.ts'
import { endedSpans } from './live-feed.ts'
import type { StandIn } from 'stand-in'
import { ANSWER, startOpenAI } from './openai.ts'
import { type Service, startService } from './service.ts'

const TSC = 'node_modules/typescript/bin/tsc'
const VITE = 'node_modules/vite/bin/vite.js'

let folder: string
let packages: Packed[]
let openai: StandIn
let page: string
let server: string

// In order and in one worker, because the installations are made once.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  // Two installations by npm, on a machine that may have nothing in its cache.
  test.setTimeout(400_000)
  folder = mkdtempSync(join(tmpdir(), 'spanlit-packed-'))
  openai = await startOpenAI()
  packages = await packPackages(join(folder, 'tarballs'))
  const inServer = packages.filter(({ name }) => name === '@spanlit/core' || name === '@spanlit/collector')
  page = await freshApp(folder, 'page', packages, ['openai', 'typescript', 'vite', '@types/node'])
  server = await freshApp(folder, 'server', inServer, ['openai', 'typescript', '@types/node'])
})

test.afterAll(async () => {
  await openai?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test.describe('in a fresh Vite app', () => {
  let vite: Service
  test.afterEach(() => vite?.stop())

  test('the types check', async () => {
    const { code, output } = await runNode(page, [TSC, '--noEmit'])
    expect(code, output).toBe(0)
  })

  test('a call from the page arrives, whole and in its tree, at the dev server', async ({ page: browser }) => {
    const problems: string[] = []
    browser.on('pageerror', (error) => problems.push(error.message))
    browser.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    vite = await startService(page, [VITE, '--host', '127.0.0.1', '--port', '0'], {
      VITE_OPENAI_BASE_URL: openai.baseURL,
    })

    await browser.goto(vite.url)
    await browser.getByRole('button', { name: 'Ask' }).click()
    await expect(browser.locator('output')).toHaveText(ANSWER)

    // A page sends its small spans first, so that of the click comes before those inside it.
    const isOfClick = ({ name }: { name: string }): boolean => name === 'ask' || name === 'chat gpt-4.1-mini'
    const spans = await endedSpans(`${vite.url}/__spanlit/live`, (_, all) => all.filter(isOfClick).length === 3)
    const ask = spans.find((span) => span.name === 'ask')
    const chats = spans.filter((span) => span.attributes['gen_ai.operation.name'] === 'chat')
    // The second call comes after an await.
    const inside = { name: 'chat gpt-4.1-mini', traceId: ask?.traceId, parentSpanId: ask?.spanId }
    expect(chats).toMatchObject([inside, inside])
    const chat = chats[0]
    expect(chat?.attributes).toMatchObject({
      'gen_ai.request.model': 'gpt-4.1-mini',
      'gen_ai.response.id': expect.stringMatching(/^chatcmpl-/),
    })
    // Content stays in the page, for its viewer, unless the app says that it may be exported.
    expect(Object.keys(chat?.attributes ?? {})).not.toContain('gen_ai.output.messages')
    expect(JSON.stringify(await browser.evaluate(pageFeed))).toContain(ANSWER)
    expect(chat?.resource).toMatchObject({ 'service.name': 'fresh-page' })
    expect(problems).toEqual([])
  })

  test('the viewer opens in silence, from among the dependencies that Vite has prepared', async ({ page: browser }) => {
    const said: string[] = []
    browser.on('console', (message) => message.type() !== 'debug' && said.push(message.text()))
    vite = await startService(page, [VITE, '--host', '127.0.0.1', '--port', '0'], {
      VITE_OPENAI_BASE_URL: openai.baseURL,
    })
    const scripts: string[] = []
    browser.on('request', (request) => scripts.push(request.url()))

    await browser.goto(vite.url)
    await browser.getByRole('button', { name: 'Spanlit traces' }).click()
    await expect(browser.getByRole('region', { name: 'Spanlit traces' })).toBeVisible()

    expect(scripts.filter((url) => /\/node_modules\/\.vite\/deps\/.*mount/.test(url))).not.toEqual([])
    expect(said).toEqual([])
  })

  test('the production build has nothing of the viewer in it', async () => {
    const { code, output } = await runNode(page, [VITE, 'build'])
    expect(code, output).toBe(0)
    const files = readdirSync(join(page, 'dist'), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    )
    const built = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n')
    expect(built).toContain('gen_ai.operation.name')
    expect(built).toContain('spanlit.context')
    expect(built).not.toMatch(/spanlit-viewer|spanlit-launcher|__spanlit|litElement|lit-html/i)
  })
})

test.describe('in a fresh Node app', () => {
  let collector: Service
  test.beforeEach(async () => {
    collector = await startService(server, ['receiver.ts'], {})
  })
  test.afterEach(() => collector?.stop())

  function environment(more: Record<string, string> = {}): Record<string, string> {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
    return { ...endpoint, OPENAI_API_KEY: 'none', OPENAI_BASE_URL: openai.baseURL, ...more }
  }

  test('the types check', async () => {
    const { code, output } = await runNode(server, [TSC, '--noEmit'])
    expect(code, output).toBe(0)
  })

  test('an app that knows nothing of tracing is traced by --import alone', async () => {
    const env = environment({ OTEL_SERVICE_NAME: 'fresh-app' })
    const { code, output } = await runNode(server, ['--import', '@spanlit/core/register', 'app.mjs'], env)
    expect(code, output).toBe(0)
    expect(output.trim()).toBe(ANSWER)
    const spans = await endedSpans(`${collector.url}/live`, (span) => span.name === 'chat gpt-4.1-mini')
    const chat = spans.at(-1)
    expect(chat?.attributes).toMatchObject({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 10 })
    expect(chat?.resource).toMatchObject({ 'service.name': 'fresh-app' })
  })

  test('an app that starts tracing itself sends its own span and the call under it', async () => {
    const { code, output } = await runNode(server, ['explicit.ts'], environment())
    expect(code, output).toBe(0)
    expect(output.trim()).toBe(ANSWER)
    const spans = await endedSpans(`${collector.url}/live`, (span) => span.name === 'answer')
    const answer = spans.find((span) => span.name === 'answer')
    const chat = spans.find((span) => span.name === 'chat gpt-4.1-mini')
    expect(chat).toMatchObject({ traceId: answer?.traceId, parentSpanId: answer?.spanId })
    expect(chat?.resource).toMatchObject({ 'service.name': 'fresh-server' })
  })
})

test('the instrumentation alone works with OpenTelemetry 3, which the app has registered', async () => {
  test.setTimeout(240_000)
  const core = packages.filter(({ name }) => name === '@spanlit/core')
  const newer = [
    'openai',
    '@opentelemetry/api@1.10.0',
    '@opentelemetry/sdk-trace@3.1.1',
    '@opentelemetry/sdk-node@0.301.0',
    '@opentelemetry/instrumentation@0.301.0',
    '@opentelemetry/instrumentation-undici@0.34.0',
  ]
  const app = await freshApp(folder, 'newer-sdk', core, newer)
  const { code, output } = await runNode(app, ['app.mjs'], { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: openai.baseURL })
  expect(code, output).toBe(0)
  const spans = JSON.parse(output) as { name: string; attributes: Record<string, unknown> }[]
  expect(spans.map((span) => span.name)).toEqual(['chat gpt-4.1-mini', 'chat gpt-4.1-mini'])
  expect(spans[0]?.attributes).toMatchObject({
    'gen_ai.response.id': expect.stringMatching(/^chatcmpl-/),
    'gen_ai.usage.input_tokens': 5,
  })
  expect(spans[1]?.attributes).toMatchObject({ 'spanlit.stream.outcome': 'completed' })
  expect(spans[1]?.attributes['gen_ai.output.messages']).toContain(ANSWER)
})

test('startTracing beside the newest of everything has the spans of its instrumentations, and of its SDK', async () => {
  const app = join(folder, 'newer-sdk')
  const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: openai.baseURL }
  for (const parameters of [['newest.mjs'], ['newest.mjs', 'sdk']]) {
    const { code, output } = await runNode(app, parameters, environment)
    expect(code, output).toBe(0)
    const { ours, theirs } = JSON.parse(output) as Record<string, { name: string; id: string; parent?: string }[]>
    // Inside out: the request by undici's instrumentation, the call, the application's own span.
    expect(ours?.map(({ name }) => name)).toEqual(['POST', 'chat gpt-4.1-mini', 'ask'])
    expect(ours?.[0]?.parent).toBe(ours?.[1]?.id)
    expect(ours?.[1]?.parent).toBe(ours?.[2]?.id)
    expect(theirs).toEqual(parameters.includes('sdk') ? ours : [])
  }
})

test.describe('the quick starts of the README, as they are written,', () => {
  let vite: Service | undefined
  test.afterEach(() => vite?.stop())

  test('trace a page', async ({ page: browser }) => {
    const app = quickStart('readme-page', page)
    // Another API than the real one is all that differs.
    const origin = new URL(openai.baseURL).origin
    writeFileSync(join(app, 'vite.config.ts'), readmeFile('vite.config.ts').replace('https://api.openai.com', origin))
    writeFileSync(join(app, 'main.ts'), readmeFile('main.ts'))
    writeFileSync(
      join(app, 'index.html'),
      '<!doctype html><title>App</title><script type="module" src="/main.ts"></script>',
    )
    vite = await startService(app, [VITE, '--host', '127.0.0.1', '--port', '0'], { OPENAI_API_KEY: 'k' })
    await browser.context().addCookies([{ name: 'session', value: 'secret', url: vite.url }])
    await browser.goto(vite.url)
    await expect(browser.locator('body')).toContainText(ANSWER)
    await browser.keyboard.press('Alt+Shift+S')
    await expect(browser.getByRole('row', { name: /click Write a poem/ })).toBeVisible()
    await expect(browser.getByRole('row', { name: /chat gpt-5-mini/ })).toBeVisible()
    const { headers = {} } = openai.received.at(-1) ?? {}
    expect(headers['authorization']).toBe('Bearer k')
    for (const name of ['cookie', 'origin', 'referer', 'traceparent']) expect(Object.keys(headers)).not.toContain(name)
  })

  test('trace a Node program, and send it where its variable says', async () => {
    const app = quickStart('readme-node', server)
    writeFileSync(join(app, 'app.mjs'), readmeFile('app.mjs'))
    const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: openai.baseURL }
    const { code, output } = await runNode(app, ['app.mjs'], env)
    expect(code, output).toBe(0)
    expect(output).toContain(ANSWER)
    expect(output).toContain("name: 'assess_claims_with_context'")
    expect(output).toContain("'operation.claims_count': 1")
    expect(output).toContain("name: 'chat gpt-5-mini'")
    const collector = await startService(server, ['receiver.ts'], {})
    try {
      const { code: second } = await runNode(app, ['app.mjs'], { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
      expect(second).toBe(0)
      const isRoot = (span: { name: string }): boolean => span.name === 'assess_claims_with_context'
      expect((await endedSpans(`${collector.url}/live`, isRoot)).some(isRoot)).toBe(true)
    } finally {
      await collector.stop()
    }
  })
})

test.describe('the recipes of the packages, as they are written,', () => {
  const services: Service[] = []
  let app: string
  let collector: Service

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    const inServer = packages.filter(({ name }) => name === '@spanlit/core' || name === '@spanlit/collector')
    app = await freshApp(folder, 'recipes', inServer, ['openai', 'express@5.3.0', 'fastify@5.12.8'])
    collector = await startRecipe('packages/collector/README.md', 'server.mjs', {})
  })
  test.afterAll(async () => {
    for (const service of services) await service.stop()
  })

  async function startRecipe(readme: string, file: string, env: Record<string, string>): Promise<Service> {
    // A free port that is printed is all that differs.
    const code = readmeFile(file, readme)
      .replace(
        'app.listen(3000)',
        "const at = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${at.address().port}`))",
      )
      .replace('await app.listen({ port: 3000 })', "console.log(await app.listen({ port: 0, host: '127.0.0.1' }))")
    writeFileSync(join(app, file), code)
    const service = await startService(app, [file], env)
    services.push(service)
    return service
  }

  test('keep the routes of an application beside the collector', async () => {
    expect(await (await fetch(collector.url)).text()).toBe('The app')
    expect(await (await fetch(`${collector.url}/telemetry`)).json()).toMatchObject({ spanlit: 'receiver' })
  })

  for (const [index, framework] of ['express', 'fastify'].entries()) {
    test(`trace the requests of ${framework}`, async () => {
      const server = await startRecipe('packages/core/README.md', `${framework}.mjs`, {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/telemetry`,
        OPENAI_API_KEY: 'k',
        OPENAI_BASE_URL: openai.baseURL,
      })
      const [trace, caller] = [`${index + 1}`.repeat(32), 'b'.repeat(16)]
      const response = await fetch(`${server.url}/claims?token=secret`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${trace}-${caller}-01` },
        body: '{"claim":"Honey can stay edible for thousands of years."}',
      })
      expect(await response.json()).toEqual({ verdict: ANSWER })
      const isOfTrace = ({ traceId }: { traceId: string }): boolean => traceId === trace
      const all = await endedSpans(`${collector.url}/telemetry/live`, (_, seen) => seen.filter(isOfTrace).length === 2)
      const spans = all.filter(isOfTrace)
      const request = spans.find(({ parentSpanId }) => parentSpanId === caller)
      expect(request).toMatchObject({
        name: 'POST /claims',
        kind: 2,
        attributes: { 'http.request.method': 'POST', 'url.path': '/claims', 'http.response.status_code': 200 },
      })
      const chat = spans.find(({ name }) => name === 'chat gpt-5-mini')
      expect(chat?.parentSpanId).toBe(request?.spanId)
    })
  }
})

/** A folder with nothing in it but what the installation of `like` has. */
function quickStart(name: string, like: string): string {
  const app = join(folder, name)
  mkdirSync(app)
  symlinkSync(join(like, 'node_modules'), join(app, 'node_modules'))
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  return app
}

/** A file of a README: the code block below `<!-- file: name -->`. */
function readmeFile(name: string, path = 'README.md'): string {
  const readme = readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
  const code = readme.split(`<!-- file: ${name} -->`)[1]?.split('```')[1]
  if (!code) throw new Error(`${path} has no code block for ${name}`)
  return code.slice(code.indexOf('\n') + 1)
}

/** What a viewer in the page would be shown; runs in the page. */
function pageFeed(): unknown {
  const shared: Record<symbol, { snapshot(): unknown } | undefined> = globalThis
  return shared[Symbol.for('spanlit.live')]?.snapshot()
}
