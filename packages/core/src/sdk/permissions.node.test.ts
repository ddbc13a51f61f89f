import { afterEach, beforeEach, expect, it } from 'vitest'
import { core, runApplication } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

let sink: OtlpSink
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(() => sink.close())

/** As Deno without `--allow-env` and `--allow-sys`: OpenTelemetry's variables and the host's name throw. Node itself reads others. */
const withoutPermissions = `
  import os from 'node:os'
  import { syncBuiltinESMExports } from 'node:module'
  const refuse = () => {
    throw Object.assign(new Error('NotCapable: Requires env access'), { name: 'NotCapable' })
  }
  const { env } = process
  const get = (_, name) => (/^(OTEL|APPL|NODE_ENV|NODE_USE)/.test(String(name)) ? refuse() : env[name])
  process.env = new Proxy({}, { get, ownKeys: refuse })
  os.hostname = refuse
  syncBuiltinESMExports()
`

it('an application that may read neither the environment nor the host is traced, and its environment stays as it was', async () => {
  const source = `
    import { startTracing, withSpan } from '${core}'
    ${withoutPermissions}
    const before = process.env
    const tracing = startTracing({ endpoint: '${sink.url}', serviceName: 'restricted', live: false })
    console.log(process.env === before, tracing.destination)
    withSpan('work', () => {})
  `
  const ended = await runApplication(source)
  expect(ended).toMatchObject({ code: 0, stdout: 'true collector\n', stderr: '' })
  // The span is exported when the process has nothing more to do.
  expect(sink.names()).toEqual(['work'])
  expect(JSON.stringify(sink.batches)).toContain('restricted')
})
