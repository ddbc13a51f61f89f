import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OtlpBackend, type Answer } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector, toNodeHandler, type Collector } from '../index.ts'

let backend: OtlpBackend
let collector: Collector
let messages: string[]

const say = (message: string): void => void messages.push(message)

beforeEach(async () => {
  messages = []
  backend = await OtlpBackend.start()
  collector = createCollector({
    forward: [{ url: backend.url }],
    queue: { maxBatches: 2 },
    logger: { info: say, warn: say, error: say },
  })
})

afterEach(async () => {
  await collector.close({ flushTimeoutMs: 0 })
  await backend.close()
})

/** An answer that the destination gives when the test says which. */
function heldAnswer(): { promise: Promise<Answer>; resolve: (answer: Answer) => void } {
  let resolve: (answer: Answer) => void = () => {}
  const promise = new Promise<Answer>((settle) => (resolve = settle))
  return { promise, resolve }
}

test("OpenTelemetry's exporter keeps its batch while the queue is full, whatever Retry-After the destination gave", async () => {
  const answered: number[] = []
  const handle = toNodeHandler(collector)
  const server = createServer((request, response) => {
    response.on('finish', () => answered.push(response.statusCode))
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`
  const exporter = new OTLPTraceExporter({ url })
  const send = (name: string): Promise<{ code: number }> =>
    new Promise((resolve) => exporter.export(makeSpans([name]), resolve))

  const [first, second] = [heldAnswer(), heldAnswer()]
  backend.answers = [first.promise, second.promise]
  await send('waits for the destination')
  await send('is on its way')
  await expect.poll(() => backend.received.length).toBe(2)
  first.resolve({ status: 503, headers: { 'retry-after': '60' } })
  await expect.poll(() => messages).toContainEqual(expect.stringContaining('it answered 503'))

  const kept = send('must be kept')
  await expect.poll(() => answered).toEqual([200, 200, 503])
  second.resolve({ status: 200 })
  expect(await kept).toMatchObject({ code: 0 })

  await exporter.shutdown()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}, 15_000)
