import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { chunksOf, completion, scriptedApi } from '../../test/api.ts'

const folder = resolve(import.meta.dirname, '../..')

/** Runs what applications do, in a process in which zone.js has replaced the global Promise, as in Angular. */
const script = (version: string, instrument: string, answering: string, streaming: string): string => `
  import 'zone.js/node'
  import OpenAI from '${version}'
  import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
  import { instrumentOpenAI, startTracing, traced } from '@spanlit/core'
  const exporter = new InMemorySpanExporter()
  startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const client = baseURL => { const bare = new OpenAI({ apiKey: 'k', baseURL }); return ${instrument} ? instrumentOpenAI(bare) : bare }
  const { completions } = client('${answering}').chat
  const chat = { model: 'm', messages: [] }
  const seen = []
  seen.push((await completions.create(chat)).id)
  seen.push((await completions.parse({ ...chat, response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } })).choices[0].message.parsed)
  seen.push((await (await completions.create(chat).asResponse()).json()).id)
  for await (const chunk of await client('${streaming}').chat.completions.create({ ...chat, stream: true })) seen.push(chunk.choices[0].delta.content)
  if (${instrument}) for await (const _ of traced('numbers', async function* () { yield 1 })()) {}
  console.log(JSON.stringify({ seen, spans: exporter.getFinishedSpans().map(span => span.name) }))
`

it.each(['openai5', 'openai6', 'openai'])(
  'where zone.js replaces Promise, %s works as without tracing',
  async (version) => {
    const answer = { json: completion({ content: '{"ok":true}' }) }
    const run = async (instrument: boolean): Promise<{ seen: unknown[]; spans: string[] }> => {
      const answering = await scriptedApi(answer, answer, answer)
      const streaming = await scriptedApi({ events: chunksOf('One two.') })
      const source = script(version, String(instrument), answering.baseURL, streaming.baseURL)
      const parameters = ['--conditions=@spanlit/source', '--input-type=module', '--eval', source]
      const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: folder })
      return JSON.parse(stdout) as { seen: unknown[]; spans: string[] }
    }
    const { seen, spans } = await run(true)
    expect(seen).toEqual((await run(false)).seen)
    expect(spans).toEqual(['chat m', 'chat m', 'chat m', 'chat m', 'numbers'])
  },
)
