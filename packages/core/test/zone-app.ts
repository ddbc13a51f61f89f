/**
 * What applications do with the client, in a process in which zone.js has replaced the global Promise, as Angular has it. Prints what it
 * has seen, and the names of the spans.
 */
import 'zone.js/node'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type OpenAI from 'openai'
import { instrumentOpenAI, startTracing, traced } from '../src/index.ts'

const [version = 'openai', isTraced, answering, streaming] = process.argv.slice(2)
const { default: Client } = (await import(version)) as { default: typeof OpenAI }
const exporter = new InMemorySpanExporter()
startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })

function clientOf(baseURL: string | undefined): OpenAI {
  const client = new Client({ apiKey: 'k', baseURL })
  return isTraced === 'traced' ? instrumentOpenAI(client) : client
}

const chat = { model: 'm', messages: [] }
const format = { type: 'json_schema', json_schema: { name: 'x', schema: {} } } as const
const { completions } = clientOf(answering).chat
const seen: unknown[] = []
seen.push((await completions.create(chat)).id)
seen.push((await completions.parse({ ...chat, response_format: format })).choices[0]?.message.parsed)
seen.push(await (await completions.create(chat).asResponse()).text())
for await (const chunk of await clientOf(streaming).chat.completions.create({ ...chat, stream: true })) {
  seen.push(chunk.choices[0]?.delta.content)
}
const numbers = traced('numbers', async function* () {
  yield Promise.resolve(1)
})
for await (const number of numbers()) seen.push(number)
console.log(JSON.stringify({ seen, spans: exporter.getFinishedSpans().map((span) => span.name) }))
