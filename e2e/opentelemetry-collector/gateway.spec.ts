/** Pages and servers, the real OpenTelemetry Collector as it is shipped, spanlit-collector, and a stand-in of Azure's ingestion endpoint. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { bundledCore } from '../core/bundled-core.ts'
import { type AzureIngestion, startAzureIngestion } from '../../packages/collector/test/azure-ingestion.ts'
import { ADVICE, findOtelcol } from '../../scripts/otelcol.ts'
import type { StandIn } from 'stand-in'
import { startOpenAI } from '../packed/openai.ts'
import { freePort, startGateway, type Gateway } from './gateway.ts'

const packages = resolve(import.meta.dirname, '../../packages')
const run = promisify(execFile)
const binary = findOtelcol() ?? ''

const TOKEN = 'a-token-of-the-servers'
const PAGE_TOKEN = 'a-token-of-the-pages'
const KEY = 'sk-abcdefghijklmnopqrstuvwxyz012345'

test.skip(!binary, `There is no OpenTelemetry Collector. ${ADVICE}`)

let ingestion: AzureIngestion
let openai: StandIn
let site: Server
let folder: string
let lastHopPort: number
let lastHop: ChildProcess | undefined
let gateway: Gateway | undefined

test.beforeAll(async () => {
  ingestion = await startAzureIngestion()
  openai = await startOpenAI()
  site = await startSite()
  // Inside the package, so that the app finds the package itself and what it has.
  folder = await mkdtemp(join(packages, 'core/.e2e-gateway-'))
  lastHopPort = await freePort()
})

test.afterEach(async () => {
  await gateway?.stop()
  lastHop?.kill()
})

test.afterAll(async () => {
  await ingestion.close()
  await openai.close()
  site.close()
  await rm(folder, { recursive: true })
})

/** A page, and the core for it. */
async function startSite(): Promise<Server> {
  const script = await bundledCore()
  const server = createServer((request, response) => {
    const isScript = request.url === '/core.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>page</title>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function openGateway(options: { added?: string[]; env?: Record<string, string> } = {}): Promise<Gateway> {
  const queueDirectory = await mkdtemp(join(folder, 'queue-'))
  return openGatewayWith(queueDirectory, options)
}

async function openGatewayWith(
  queueDirectory: string,
  { added = [], env = {} }: { added?: string[]; env?: Record<string, string> } = {},
): Promise<Gateway> {
  gateway = await startGateway({
    binary,
    added,
    queueDirectory,
    env: {
      OTLP_TOKEN: TOKEN,
      OTLP_PAGE_TOKEN: PAGE_TOKEN,
      PAGE_ORIGIN: originOf(site),
      SPANLIT_COLLECTOR: `http://127.0.0.1:${lastHopPort}`,
      ...env,
    },
  })
  return gateway
}

async function startLastHop(): Promise<void> {
  lastHop = spawn(
    process.execPath,
    ['--conditions=@spanlit/source', join(packages, 'collector/src/cli.ts'), '--port', String(lastHopPort)],
    {
      env: {
        PATH: process.env.PATH,
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  // It says where it listens.
  await once(lastHop.stdout!, 'data')
}

/** Runs a backend that makes one call, and returns what it has said on standard error. */
async function runBackend(url: string, service: string, body = '', token = TOKEN): Promise<string> {
  const file = join(folder, `${service}.mjs`)
  await writeFile(
    file,
    `import { instrumentOpenAI, recordEvaluation, startTracing, setAttributes, withSpan } from '@spanlit/core'
     import OpenAI from 'openai'
     const tracing = startTracing()
     const openai = instrumentOpenAI(new OpenAI({ apiKey: 'k' }))
     const ask = (content) =>
       openai.chat.completions.create({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content }] })
     ${body}
     await tracing.shutdown()`,
  )
  const { stderr } = await run(process.execPath, ['--conditions=@spanlit/source', file], {
    env: {
      PATH: process.env.PATH,
      OPENAI_BASE_URL: openai.baseURL,
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token}`,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    },
    timeout: 40_000,
  })
  return stderr
}

interface Dependency {
  name: string
  properties: Record<string, string>
}

async function dependency(service: string, name: string): Promise<Dependency> {
  const { data } = await ingestion.waitFor(
    (envelope) => envelope.tags['ai.cloud.role'] === service && envelope.data.baseData?.['name'] === name,
    30_000,
  )
  return data.baseData as unknown as Dependency
}

/** The names of the spans that have arrived; beside them Microsoft's exporter sends the resource. */
function namesFrom(service: string): unknown[] {
  return ingestion.envelopes
    .filter(({ tags, data }) => tags['ai.cloud.role'] === service && data.baseType !== 'MetricData')
    .map(({ data }) => data.baseData?.['name'])
}

test('a backend sends through it to Azure Monitor: a prompt of 100 kB arrives whole, and a key in any attribute does not', async () => {
  await startLastHop()
  const { url } = await openGateway()
  await runBackend(
    url,
    'backend',
    `await withSpan('work', async () => {
       setAttributes({ note: 'the key is ${KEY}', list: ['a key', '${KEY}'], kept: 'sk-learn is a library', clean: ['a', 'b'] })
       await ask('Who are you? '.repeat(8000))
     })`,
  )
  const { properties } = await dependency('backend', 'chat gpt-4.1-mini')
  expect(JSON.parse(properties['gen_ai.input.messages'] ?? '')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Who are you? '.repeat(8000) }] },
  ])
  const work = await dependency('backend', 'work')
  expect(work.properties).toMatchObject({
    note: 'the key is ****',
    list: '["a key","****"]',
    kept: 'sk-learn is a library',
    clean: '["a","b"]',
  })
})

test('a page of an allowed origin sends to it from its own; one of another origin cannot', async ({ browser }) => {
  await startLastHop()
  const { url } = await openGateway()
  const other = await startSite()
  const send = async (origin: string, serviceName: string): Promise<string[]> => {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(origin)
    await page.evaluate(
      async (options) => {
        const script: string = '/core.js'
        const { startTracing, withSpan } = (await import(script)) as typeof import('../../packages/core/src/index.ts')
        const tracing = startTracing(options)
        withSpan('click', () => {})
        await tracing.flush()
      },
      { endpoint: url, serviceName, headers: { authorization: `Bearer ${PAGE_TOKEN}` } },
    )
    await page.close()
    return errors
  }
  try {
    expect(await send(originOf(site), 'page')).toEqual([])
    await dependency('page', 'click')
    expect((await send(originOf(other), 'stranger')).join()).toContain('CORS policy')
    expect(namesFrom('stranger')).toEqual([])
  } finally {
    other.close()
  }
})

test('a sender without the token is refused, and is told so', async () => {
  const { url } = await openGateway()
  const heard = `
    const { diag, DiagConsoleLogger, DiagLogLevel } = await import('@opentelemetry/api')
    diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
    await ask('Hello')`
  expect(await runBackend(url, 'nobody', heard, 'wrong')).toMatch(/401|[Uu]nauthori[sz]ed/)
})

test('what it has taken survives that it is killed while the next hop is down, and arrives once', async () => {
  const queueDirectory = await mkdtemp(join(folder, 'queue-'))
  const first = await openGatewayWith(queueDirectory)
  await runBackend(first.url, 'unlucky', `for (let n = 0; n < 300; n++) await withSpan('step ' + n, () => {})`)
  await first.kill()
  await startLastHop()
  await openGatewayWith(queueDirectory)
  await expect.poll(() => new Set(namesFrom('unlucky')).size, { timeout: 40_000 }).toBe(300)
  expect(namesFrom('unlucky')).toHaveLength(300)
})

test('what has waited for the next hop arrives also where prompts are long, and many are more than the next hop takes at once', async () => {
  const queueDirectory = await mkdtemp(join(folder, 'queue-'))
  const { url, kill } = await openGatewayWith(queueDirectory)
  for (const part of [1, 2, 3]) expect((await sendLong(url, part, 100)).status).toBe(200)
  await kill()
  await startLastHop()
  await openGatewayWith(queueDirectory)
  await expect.poll(() => new Set(namesFrom('long')).size, { timeout: 30_000 }).toBe(300)
})

/** Spans with prompts of 100 kB. */
function sendLong(url: string, part: number, count: number): Promise<Response> {
  const spans = Array.from({ length: count }, (_, index) => ({
    traceId: '0123456789abcdef0123456789abcdef',
    spanId: String(part * 1000 + index).padStart(16, '0'),
    name: `long ${part} ${index}`,
    kind: 3,
    startTimeUnixNano: '1790000000000000000',
    endTimeUnixNano: '1790000001000000000',
    attributes: [{ key: 'gen_ai.input.messages', value: { stringValue: 'Who are you? '.repeat(8000) } }],
  }))
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'long' } }] }
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'test' }, spans }] }] }),
  })
}

test('with sampling.yaml it keeps every trace with an error, and of the others the share that it is told', async () => {
  await startLastHop()
  const { url } = await openGateway({
    added: ['sampling'],
    env: { SAMPLING_PERCENTAGE: '0', SAMPLING_WAIT: '1s' },
  })
  await runBackend(
    url,
    'sampled',
    `for (let n = 0; n < 20; n++) await withSpan('good', () => ask('Hello'))
     const fails = async () => { throw new Error('no') }
     await withSpan('around', () => withSpan('bad', fails)).catch(() => {})`,
  )
  await dependency('sampled', 'around')
  await dependency('sampled', 'bad')
  expect(namesFrom('sampled')).not.toContain('good')
})

test('with without-content.yaml no prompt and no completion leaves it, whatever a sender captures', async () => {
  await startLastHop()
  const { url } = await openGateway({ added: ['without-content'] })
  await runBackend(
    url,
    'silenced',
    `await ask('A secret of the family')
     await openai.responses.create({ prompt: { id: 'pmpt_1', variables: { who: 'The family' } } }).catch(() => {})
     await withSpan('judge', async () => {
       recordEvaluation({ name: 'relevance', score: 1, explanation: 'It names the family' })
     })`,
  )
  await dependency('silenced', 'judge')
  const { properties } = await dependency('silenced', 'chat gpt-4.1-mini')
  expect(JSON.stringify(ingestion.envelopes.filter(({ tags }) => tags['ai.cloud.role'] === 'silenced'))).not.toMatch(
    /family|sky/,
  )
  expect(properties).toMatchObject({
    'gen_ai.request.model': 'gpt-4.1-mini',
    'gen_ai.response.id': expect.stringMatching(/^chatcmpl-/),
    'gen_ai.input.messages': '****',
  })
})
