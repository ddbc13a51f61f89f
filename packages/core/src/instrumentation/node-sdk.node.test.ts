import { execFile } from 'node:child_process'
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { completion } from 'stand-in/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

const packageFolder = resolve(import.meta.dirname, '../..')
let folder: string
let sink: OtlpSink

beforeAll(async () => {
  sink = await startOtlpSink()
  folder = await mkdtemp(join(tmpdir(), 'spanlit-node-sdk-'))
  await mkdir(join(folder, 'node_modules/@opentelemetry'), { recursive: true })
  for (const name of ['openai', '@opentelemetry/sdk-node']) {
    await symlink(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name))
  }
  const entry = JSON.stringify(join(packageFolder, 'src/instrumentation/index.ts'))
  await writeFile(
    join(folder, 'tracing.mjs'),
    `
    import { NodeSDK } from '@opentelemetry/sdk-node'
    import { OpenAIInstrumentation } from ${entry}
    const sdk = new NodeSDK({ instrumentations: [new OpenAIInstrumentation({ captureMessageContent: true })] })
    sdk.start()
    process.once('beforeExit', () => sdk.shutdown())
    `,
  )
})

afterAll(async () => {
  await sink.close()
  await rm(folder, { recursive: true })
})

it.each([
  ['app.mjs', "import OpenAI from 'openai'"],
  ['app.cjs', "const OpenAI = require('openai')"],
])(
  "OpenTelemetry's NodeSDK takes OpenAIInstrumentation, and %s is traced without being touched",
  async (file, load) => {
    const api = await scriptedApi({ json: completion() })
    sink.batches.length = 0
    await writeFile(
      join(folder, file),
      `${load}
    const client = new OpenAI({ apiKey: 'k', baseURL: '${api.baseURL}' })
    client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }).then((answer) => console.log(answer.id))
    `,
    )
    const output = await new Promise<string>((done, failed) => {
      execFile(
        process.execPath,
        ['--conditions=@spanlit/source', '--import', join(folder, 'tracing.mjs'), join(folder, file)],
        {
          env: {
            PATH: process.env.PATH,
            OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
            OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
            OTEL_METRICS_EXPORTER: 'none',
            OTEL_LOGS_EXPORTER: 'none',
            OTEL_SERVICE_NAME: 'with-node-sdk',
          },
        },
        (error, stdout, stderr) => (error ? failed(new Error(`${error.message}\n${stderr}`)) : done(stdout + stderr)),
      )
    })
    expect(output.trim()).toBe('chatcmpl-1')
    expect(sink.names()).toEqual(['chat m'])
    expect(JSON.stringify(sink.batches)).toContain('with-node-sdk')
    expect(JSON.stringify(sink.batches)).toContain('gen_ai.input.messages')
  },
)
