/** What deploy/kubernetes describes, as processes of this machine: routers, gateways, replicas of spanlit-collector, and a service before them. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { startAzureIngestion, type AzureIngestion } from '../../packages/collector/test/azure-ingestion.ts'
import { ADVICE, findOtelcol } from '../../scripts/otelcol.ts'
import { freePort, startGateway, startRouter, type Gateway } from './gateway.ts'

const collector = resolve(import.meta.dirname, '../../packages/collector')
const binary = findOtelcol() ?? ''
const secrets = {
  OTLP_TOKEN: 'servers',
  OTLP_PAGE_TOKEN: 'pages',
  PAGE_ORIGIN: 'http://localhost',
  SPANLIT_TOKEN: 'inner',
}

test.skip(!binary, `There is no OpenTelemetry Collector. ${ADVICE}`)

let folder: string
let ingestion: AzureIngestion
const running: (() => unknown)[] = []

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanlit-tiers-'))
  ingestion = await startAzureIngestion()
})

test.afterEach(async () => {
  for (const stop of running.splice(0).toReversed()) await stop()
  await ingestion.close()
  await rm(folder, { recursive: true })
})

/** A replica of spanlit-collector by the configuration of its image, with a directory of its own. */
interface Replica {
  readonly port: number
  restart(): Promise<void>
}

async function startReplica(name: string): Promise<Replica> {
  const port = await freePort()
  const queue = join(folder, name)
  await mkdir(queue)
  let child: ChildProcess
  async function start(): Promise<void> {
    const cli = join(collector, 'src/cli.ts')
    const parameters = [
      '--config',
      join(collector, 'deploy/image/collector.yaml'),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
    ]
    child = spawn(process.execPath, ['--conditions=@spanlit/source', cli, ...parameters], {
      env: {
        PATH: process.env.PATH,
        TMPDIR: folder,
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
        SPANLIT_SENDER_TOKEN: secrets.SPANLIT_TOKEN,
        SPANLIT_QUEUE: queue,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await expect.poll(() => isReady(port), { timeout: 20_000 }).toBe(true)
  }
  async function stop(): Promise<void> {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await start()
  running.push(stop)
  return {
    port,
    async restart() {
      await stop()
      await start()
    },
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** What a service of Kubernetes does: it gives each connection to the next replica that is ready. */
async function startService(replicas: readonly Replica[]): Promise<string> {
  let next = 0
  const ready = new Set<Replica>(replicas)
  const probe = setInterval(() => {
    for (const replica of replicas) {
      void isReady(replica.port).then((isUp) => (isUp ? ready.add(replica) : ready.delete(replica)))
    }
  }, 200)
  const service: Server = createServer((client) => {
    const candidates = [...ready]
    const chosen = candidates[next++ % candidates.length]
    if (!chosen) return void client.destroy()
    const upstream = connect(chosen.port, '127.0.0.1')
    client.on('error', () => upstream.destroy()).pipe(upstream)
    upstream.on('error', () => client.destroy()).pipe(client)
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  running.push(() => {
    clearInterval(probe)
    service.close()
  })
  return `http://127.0.0.1:${(service.address() as AddressInfo).port}`
}

async function startReplicas(count: number): Promise<{ replicas: Replica[]; url: string }> {
  const replicas = await Promise.all(Array.from({ length: count }, (_, index) => startReplica(`replica-${index}`)))
  return { replicas, url: await startService(replicas) }
}

async function openGateway(name: string, options: { added?: string[]; env: Record<string, string> }): Promise<Gateway> {
  const gateway = await startGateway({
    binary,
    ...options,
    env: { ...secrets, ...options.env },
    queueDirectory: join(folder, name),
  })
  running.push(() => gateway.stop())
  return gateway
}

interface TestSpan {
  traceId: string
  spanId: string
  name: string
  status?: object
}

/** Sends as a patient sender does: what is not taken is sent again. */
async function send(url: string, spans: readonly TestSpan[]): Promise<void> {
  const times = { startTimeUnixNano: `${Date.now()}000000`, endTimeUnixNano: `${Date.now() + 1}000000` }
  const body = JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: spans.map((span) => ({ kind: 1, ...times, ...span })) }] }],
  })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secrets.OTLP_TOKEN}` }
  for (;;) {
    const status = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body }).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    expect([0, 429, 502, 503, 504]).toContain(status)
    await sleep(100)
  }
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}

function arrived(): string[] {
  return ingestion.envelopes
    .filter(({ data }) => data.baseType !== 'MetricData')
    .map(({ data }) => String(data.baseData?.['name']))
}

test('two gateways and three replicas lose nothing while each replica is restarted in turn and a gateway is killed', async () => {
  test.setTimeout(180_000)
  const { replicas, url } = await startReplicas(3)
  const env = { SPANLIT_COLLECTOR: url }
  const [first, second] = [await openGateway('gateway-0', { env }), await openGateway('gateway-1', { env })]
  let urls = [first.url, second.url]
  let batch = 0
  const expected = new Set<string>()
  const over = new AbortController()
  async function sendOn(): Promise<void> {
    while (!over.signal.aborted) {
      const number = ++batch
      const spans = Array.from({ length: 10 }, (_, index) => ({
        traceId: hex(number, 32),
        spanId: hex(number * 100 + index + 1, 16),
        name: `step ${number}.${index}`,
      }))
      await send(urls[number % urls.length]!, spans)
      for (const { name } of spans) expected.add(name)
      await sleep(20)
    }
  }
  const senders = [sendOn(), sendOn()]
  for (const replica of replicas) {
    await sleep(500)
    await replica.restart()
  }
  await second.kill()
  urls = [first.url]
  const again = await openGateway('gateway-1', { env })
  urls = [first.url, again.url]
  await sleep(500)
  over.abort()
  await Promise.all(senders)
  expect(expected.size).toBeGreaterThan(200)
  await expect
    .poll(
      () => {
        const names = new Set(arrived())
        return [...expected].filter((name) => !names.has(name)).length
      },
      { timeout: 90_000, intervals: [500] },
    )
    .toBe(0)
})

test('routers bring all spans of a trace to one gateway, so that whole traces are sampled', async () => {
  test.setTimeout(120_000)
  const { url } = await startReplicas(1)
  const ports = [await freePort(), await freePort()]
  for (const port of ports) {
    await openGateway(`gateway-${port}`, {
      added: ['sampling', 'behind-router'],
      env: {
        SPANLIT_COLLECTOR: url,
        GRPC_ENDPOINT: `127.0.0.1:${port}`,
        SAMPLING_PERCENTAGE: '0',
        SAMPLING_WAIT: '3s',
      },
    })
  }
  const shipped = await readFile(join(collector, 'opentelemetry-collector/router.yaml'), 'utf8')
  // Here no name resolves to two addresses.
  const resolver = `static: { hostnames: ['127.0.0.1:${ports[0]}', '127.0.0.1:${ports[1]}'] }`
  const file = join(folder, 'router.yaml')
  await writeFile(file, shipped.replace(/dns:\n( {8}.*\n)+/, `${resolver}\n`))
  const routers = [await startRouter(binary, file, secrets), await startRouter(binary, file, secrets)]
  running.push(...routers.map((router) => () => router.stop()))
  // Each span of a trace by another router; every third trace has an error, in one span.
  const traces = Array.from({ length: 30 }, (_, index) => index + 1)
  await Promise.all(
    traces.flatMap((trace) =>
      [0, 1, 2, 3].map((part) =>
        send(routers[part % 2]!.url, [
          {
            traceId: hex(trace * 7919, 32),
            spanId: hex(trace * 10 + part, 16),
            name: `trace ${trace} part ${part}`,
            ...(trace % 3 === 0 && part === 2 && { status: { code: 2 } }),
          },
        ]),
      ),
    ),
  )
  const kept = traces
    .filter((trace) => trace % 3 === 0)
    .flatMap((trace) => [0, 1, 2, 3].map((part) => `trace ${trace} part ${part}`))
  await expect.poll(() => arrived().toSorted(), { timeout: 60_000, intervals: [500] }).toEqual(kept.toSorted())
})
