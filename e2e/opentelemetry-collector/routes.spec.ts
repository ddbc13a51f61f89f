/** The same trace by three routes: Microsoft's exporter in Node, the collector, and the OpenTelemetry Collector before the collector. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { azureMonitorExporter } from '../../packages/core/src/sdk/azure/exporter.ts'
import { createCollector } from '../../packages/collector/src/index.ts'
import {
  startAzureIngestion,
  type AzureIngestion,
  type Envelope,
} from '../../packages/collector/test/azure-ingestion.ts'
import { makeSpans, ofService, serialize } from '../../packages/collector/test/spans.ts'
import { ADVICE, findOtelcol } from '../../scripts/otelcol.ts'
import { startGateway } from './gateway.ts'

const binary = findOtelcol() ?? ''
test.skip(!binary, `There is no OpenTelemetry Collector. ${ADVICE}`)

type Spans = Parameters<typeof serialize>[0]

const token = 'a-token-of-the-servers'

/** A request, a model call that fails, one that succeeds, and a second service. */
function trace(): Spans {
  const spans = makeSpans(
    ['POST /claims', 'chat gpt-5', 'chat gpt-5'],
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'ü'.repeat(5000) }] }]),
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.request.temperature': 0.5,
      'gen_ai.usage.input_tokens': 42,
      'error.type': '429',
      'server.address': 'api.openai.com',
      'server.port': 443,
      flag: true,
    },
    (span) => {
      span.setStatus({ code: 2, message: 'rate limited' })
      span.recordException(new TypeError('no such claim'))
      span.addEvent('retry', { attempt: 2 })
      span.addLink({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } })
    },
  )
  const [other] = makeSpans(['GET /policy'])
  return [...spans, ofService(other, { 'service.name': 'policies', 'service.instance.id': 'two' })]
}

/** Envelopes in an order of their own, without the time at which the description of a resource was written and without the key. */
function comparable(envelopes: readonly Envelope[]): object[] {
  const all = envelopes.map((envelope) => ({
    ...envelope,
    iKey: '',
    time: envelope.data.baseType === 'MetricData' ? '' : envelope.time,
  }))
  const key = (envelope: object): string => JSON.stringify(envelope)
  return all.toSorted((one, other) => key(one).localeCompare(key(other)))
}

async function received(azure: AzureIngestion, spans: Spans): Promise<Envelope[]> {
  for (const span of spans) await azure.waitFor(({ data }) => data.baseData.id === span.spanContext().spanId)
  return azure.envelopes
}

function post(url: string, spans: Spans): Promise<Response> {
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` },
    body: serialize(spans) as BodyInit,
  })
}

test('the collector gives Azure Monitor the same with and without the OpenTelemetry Collector before it', async () => {
  const spans = trace()
  const folder = await mkdtemp(join(tmpdir(), 'spanlit-routes-'))
  const [direct, behind] = [await startAzureIngestion(), await startAzureIngestion()]
  const first = createCollector({ azure: { connectionString: direct.connectionString } })
  const last = createCollector({ azure: { connectionString: behind.connectionString } })
  const { url } = await first.listen()
  const { url: lastUrl } = await last.listen()
  const gateway = await startGateway({
    binary,
    queueDirectory: join(folder, 'queue'),
    env: {
      OTLP_TOKEN: token,
      OTLP_PAGE_TOKEN: 'page',
      PAGE_ORIGIN: 'https://app.example',
      SPANLIT_COLLECTOR: lastUrl,
    },
  })
  expect([(await post(url, spans)).status, (await post(gateway.url, spans)).status]).toEqual([200, 200])
  const [one, other] = [await received(direct, spans), await received(behind, spans)]
  expect(comparable(other)).toEqual(comparable(one))
  expect(one.filter(({ data }) => data.baseData.metrics?.[0]?.name === '_OTELRESOURCE_')).toHaveLength(2)
  await gateway.stop()
  await Promise.all([first.close(), last.close()])
  await Promise.all([direct.close(), behind.close()])
  await rm(folder, { recursive: true })
})

test("from Microsoft's exporter in Node the collector differs by what it adds, and by nothing else", async () => {
  const spans = trace()
  const [node, behind] = [await startAzureIngestion(), await startAzureIngestion()]
  const exporter = await azureMonitorExporter({ connectionString: node.connectionString })
  // An export describes the resource of its first span, and a process has one.
  for (const group of [spans.slice(0, 3), spans.slice(3)]) {
    await new Promise((resolve) => exporter.export(group, resolve))
  }
  const collector = createCollector({ azure: { connectionString: behind.connectionString } })
  expect((await post((await collector.listen()).url, spans)).status).toBe(200)
  const [byNode, byCollector] = [await received(node, spans), await received(behind, spans)]
  for (const { data } of byCollector) {
    const { baseData } = data
    for (const name of Object.keys(baseData.properties ?? {}))
      if (name.startsWith('otel.')) delete baseData.properties?.[name]
    if (baseData.target === 'api.openai.com') delete baseData.target
    if (baseData.resultCode === '429') baseData.resultCode = '0'
  }
  expect(comparable(byCollector)).toEqual(comparable(byNode))
  await exporter.shutdown()
  await collector.close()
  await Promise.all([node.close(), behind.close()])
})
