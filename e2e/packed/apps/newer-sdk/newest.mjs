// The newest of everything: today's instrumentations bring OpenTelemetry 3, and startTracing stands beside them or beside their SDK.
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { instrumentOpenAI, startTracing, withSpan } from '@spanlit/core'
import OpenAI from 'openai'

function memory() {
  const spans = []
  const exporter = {
    spans,
    export(batch, done) {
      spans.push(...batch)
      done({ code: 0 })
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  }
  return exporter
}

const theirs = memory()
if (process.argv.includes('sdk')) {
  const spanProcessors = [new SimpleSpanProcessor({ exporter: theirs })]
  new NodeSDK({ spanProcessors, metricReaders: [], logRecordProcessors: [] }).start()
}
const ours = memory()
const tracing = startTracing({ destination: 'none', exporters: [ours] })
registerInstrumentations({ instrumentations: [new UndiciInstrumentation()] })

const openai = instrumentOpenAI(new OpenAI())
const messages = [{ role: 'user', content: 'Hello' }]
await withSpan('ask', () => openai.chat.completions.create({ model: 'gpt-4.1-mini', messages }))
await tracing.flush()
const about = (span) => ({ name: span.name, id: span.spanContext().spanId, parent: span.parentSpanContext?.spanId })
console.log(JSON.stringify({ ours: ours.spans.map(about), theirs: theirs.spans.map(about) }))
