// OpenTelemetry 3 is the application's; Spanlit's instrumentation needs only the API.
import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { instrumentOpenAI } from '@spanlit/core/openai'
import OpenAI from 'openai'

const exporter = new InMemorySpanExporter()
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
const openai = instrumentOpenAI(new OpenAI(), { captureContent: true })
const messages = [{ role: 'user', content: 'Hello' }]
await openai.chat.completions.create({ model: 'gpt-4.1-mini', messages })
for await (const _ of await openai.chat.completions.create({ model: 'gpt-4.1-mini', messages, stream: true }));
console.log(JSON.stringify(exporter.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }))))
