import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { core, runApplication } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'
import { startTracing, withSpan } from '../index.ts'

let sink: OtlpSink
let errors: string[]
beforeEach(async () => {
  sink = await startOtlpSink()
  errors = []
  const error = (message: string): void => void errors.push(message)
  diag.setLogger({ error, warn() {}, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  diag.disable()
  await sink.close()
})

async function traceOneSpan(environment: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const tracing = startTracing({ endpoint: sink.url, live: false })
  withSpan('work', () => {})
  await tracing.shutdown()
}

describe('the environment', () => {
  it('that asks for batches of no span does not hold the application for ever, and is told so', async () => {
    const source = `
      import { DiagConsoleLogger, DiagLogLevel, diag } from '@opentelemetry/api'
      import { startTracing, withSpan } from '${core}'
      diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
      startTracing({ endpoint: '${sink.url}', live: false })
      withSpan('work', () => {})
    `.replace("'@opentelemetry/api'", `'${import.meta.resolve('@opentelemetry/api')}'`)
    for (const name of ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BSP_MAX_QUEUE_SIZE']) {
      const ended = await runApplication(source, { environment: { [name]: '0' }, options: ['--max-old-space-size=64'] })
      expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining(`${name} is "0"; give a number from 1`) })
    }
    expect(sink.names()).toEqual(['work', 'work'])
  })

  it('keeps batches of the size that it asks for', async () => {
    await traceOneSpan({ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1' })
    expect([sink.names(), errors]).toEqual([['work'], []])
  })

  it('has spans sent without compression where it says none, for traces or for all', async () => {
    await traceOneSpan({})
    await traceOneSpan({ OTEL_EXPORTER_OTLP_COMPRESSION: 'none' })
    await traceOneSpan({ OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_COMPRESSION: 'none' })
    expect(sink.headers.map((headers) => headers['content-encoding'])).toEqual(['gzip', undefined, 'gzip'])
  })

  it('has spans go through the proxy of the environment where Node is told to use it', async () => {
    const asked: string[] = []
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      request.resume().on('end', () => response.end('{}'))
    })
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
    const { port } = proxy.address() as AddressInfo
    const source = `
      import { startTracing, withSpan } from '${core}'
      const tracing = startTracing({ endpoint: 'http://collector.invalid:4318', live: false })
      withSpan('work', () => {})
      await tracing.shutdown()
    `
    const environment = { HTTP_PROXY: `http://127.0.0.1:${port}`, NODE_USE_ENV_PROXY: '1' }
    expect(await runApplication(source, { environment })).toMatchObject({ code: 0, stderr: '' })
    expect(asked).toEqual(['POST http://collector.invalid:4318/v1/traces'])
    proxy.close()
  })

  it('is told that of several exporters one is used', async () => {
    const warnings: string[] = []
    const warn = (message: string): void => void warnings.push(message)
    diag.setLogger({ error() {}, warn, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)
    vi.stubEnv('OTEL_TRACES_EXPORTER', 'console,none')
    await startTracing().shutdown()
    expect(warnings).toContainEqual(expect.stringContaining('only one of them is used, which is console'))
  })

  it.each(['service.name=claims,team=a=b', 'service.name=claims,quote="a,b"', 'claims', `a=${'b'.repeat(300)}`])(
    'is told that OTEL_RESOURCE_ATTRIBUTES=%s cannot be read',
    async (list) => {
      await traceOneSpan({ OTEL_RESOURCE_ATTRIBUTES: list })
      expect(errors).toEqual([expect.stringContaining('OTEL_RESOURCE_ATTRIBUTES cannot be read')])
    },
  )

  it.each(['', 'service.name=claims', 'team=a%3Db, stage = test ,'])(
    'is told nothing where OTEL_RESOURCE_ATTRIBUTES=%s can be read',
    async (list) => {
      await traceOneSpan({ OTEL_RESOURCE_ATTRIBUTES: list, OTEL_SERVICE_NAME: 'svc' })
      expect(errors).toEqual([])
    },
  )
})
