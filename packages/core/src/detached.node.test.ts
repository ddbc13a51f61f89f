import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { context } from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startOtlpSink, type OtlpSink } from '../test/otlp-sink.ts'
import { recordEvaluation, startTracing, withSpan, type Tracing } from './index.ts'

let sink: OtlpSink
let tracing: Tracing | undefined
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(async () => {
  await tracing?.shutdown()
  await sink.close()
})

it("Spanlit's own requests are part of no request of the user, whatever tracer looks, and are marked for suppression", async () => {
  // As Sentry and Datadog: they hear of each request by these channels, and find its parent by a storage of their own.
  const storage = new AsyncLocalStorage<string>()
  const seen: { parent: string | undefined; isSuppressed: boolean }[] = []
  const onRequest = (): void => {
    seen.push({ parent: storage.getStore(), isSuppressed: isTracingSuppressed(context.active()) })
  }
  const channels = ['undici:request:create', 'http.client.request.start']
  for (const channel of channels) subscribe(channel, onRequest)
  try {
    tracing = startTracing({ endpoint: sink.url, live: true })
    await storage.run("the user's request", async () => {
      withSpan('work', () => recordEvaluation({ name: 'good', score: 1 }))
      // The timers of the batch and of the live feed were made in here.
      await expect.poll(() => sink.paths.toSorted()).toEqual(['GET /', 'POST /v1/logs', 'POST /v1/traces'])
    })
  } finally {
    for (const channel of channels) unsubscribe(channel, onRequest)
  }
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ parent: undefined, isSuppressed: true })))
})
