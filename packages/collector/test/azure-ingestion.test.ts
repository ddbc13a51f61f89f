import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAzureIngestion, type AzureIngestion } from './azure-ingestion.ts'

let azure: AzureIngestion
beforeEach(async () => {
  azure = await startAzureIngestion()
})
afterEach(() => azure.close())

function envelope(baseData: object = {}, more: object = {}): object {
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: '2026-11-23T10:00:00.000Z',
    iKey: /InstrumentationKey=([^;]+)/.exec(azure.connectionString)?.[1],
    tags: { 'ai.operation.id': 'a'.repeat(32) },
    data: {
      baseType: 'RemoteDependencyData',
      baseData: { ver: 2, id: 'b', name: 'chat', duration: '00:00:01.500000', success: true, ...baseData },
    },
    ...more,
  }
}

async function track(body: unknown[], path = '/v2.1/track'): Promise<{ status: number; answer: Answer }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(azure.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, answer: (await response.json()) as Answer }
}

interface Answer {
  itemsReceived: number
  itemsAccepted: number
  errors: { index: number; statusCode: number; message: string }[]
}

test('takes a JSON array, and gzipped JSON lines as the Go exporter sends them', async () => {
  expect(await track([envelope(), envelope()])).toEqual({
    status: 200,
    answer: { itemsReceived: 2, itemsAccepted: 2, errors: [], appId: null },
  })
  const response = await fetch(`${azure.url}/v2/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' },
    body: gzipSync(`${JSON.stringify(envelope())}\n${JSON.stringify(envelope())}\n`),
  })
  expect(response.status).toBe(200)
  expect(azure.envelopes).toHaveLength(4)
})

test('takes the sound items of a batch and says which it refuses', async () => {
  const { status, answer } = await track([envelope(), envelope({ duration: 1500 })])
  expect(status).toBe(206)
  expect(answer).toMatchObject({ itemsReceived: 2, itemsAccepted: 1, errors: [{ index: 1, statusCode: 400 }] })
})

test('refuses what the service refuses', async () => {
  const refused: [object, RegExp][] = [
    [envelope({}, { iKey: 'key' }), /iKey/],
    [envelope({}, { iKey: '00000000-0000-0000-0000-000000000000' }), /Invalid instrumentation key/],
    [envelope({}, { time: 'now' }), /time/],
    [envelope({}, { name: 'Microsoft.ApplicationInsights.Request' }), /does not belong to RemoteDependencyData/],
    [envelope({ ver: 1 }), /ver is 1; expected 2/],
    [envelope({ name: '' }), /field name is required/],
    [envelope({ name: 'x'.repeat(1025) }), /name is longer than 1024/],
    [envelope({ properties: { count: 1 } }), /property count is not a string/],
    [envelope({ properties: { long: 'x'.repeat(8193) } }), /property long is longer than 8192/],
    [envelope({ properties: { 'gen_ai.input.messages': 'x'.repeat(262_145) } }), /longer than 262144/],
    [envelope({}, { tags: { a: 1 } }), /tags/],
  ]
  for (const [item, message] of refused) {
    const { status, answer } = await track([item])
    expect([status, answer.errors[0]?.message]).toEqual([400, expect.stringMatching(message)])
  }
  const json = await fetch(`${azure.url}/v2.1/track`, { method: 'POST', body: '{' })
  expect(json.status).toBe(400)
  expect((await fetch(`${azure.url}/v1/traces`, { method: 'POST' })).status).toBe(404)
  expect(azure.envelopes).toEqual([])
})
