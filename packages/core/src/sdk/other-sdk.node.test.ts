import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { core, runApplication, type Ended, type RunOptions } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

let sink: OtlpSink
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(() => sink.close())

const register = pathToFileURL(resolve(import.meta.dirname, '../register.ts')).href
const modules = resolve(import.meta.dirname, '../../node_modules')
/** The newest API, as `@opentelemetry/sdk-node` and today's instrumentations bring it. */
const newestApi = { '@opentelemetry/api': resolve(modules, 'opentelemetry-api-1.10') }

/** An SDK of the application's own, in a preload, that prints the spans that it gets. */
const ownSdk = `data:text/javascript,${encodeURIComponent(`
  import { NodeTracerProvider } from '${import.meta.resolve('@opentelemetry/sdk-trace-node')}'
  const onEnd = (span) => console.log('own: ' + span.name)
  const processor = { onStart() {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }
  new NodeTracerProvider({ spanProcessors: [processor] }).register()
`)}`

function run(source: string, options: RunOptions): Promise<Ended> {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, NODE_ENV: 'production', ...options.environment }
  return runApplication(source, { ...options, environment })
}

describe('an SDK of the application and @spanlit/core/register', () => {
  const source = `import { withSpan } from '${core}'\nwithSpan('work', () => {})`

  it('both get all spans where register is named last, and nothing is printed', async () => {
    const ended = await run(source, { options: ['--import', ownSdk, '--import', register] })
    expect(ended).toMatchObject({ code: 0, stdout: 'own: work\n', stderr: '' })
    expect(sink.names()).toEqual(['work'])
  })

  it('is told in one line what to do where register is named first; no span is lost', async () => {
    const ended = await run(source, { options: ['--import', register, '--import', ownSdk] })
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr.trim().split('\n')).toEqual([
      expect.stringContaining('Name @spanlit/core/register last (the last --import)'),
    ])
    expect(sink.names()).toEqual(['work'])
  })
})

describe('an application with a newer API than ours', () => {
  it('has the spans that its own instrumentations make, in the same trace', async () => {
    const source = `
      import { trace } from '@opentelemetry/api'
      import { startTracing, withSpan } from '${core}'
      startTracing()
      withSpan('around', () => trace.getTracer('theirs').startSpan('inside').end())
    `
    expect(await run(source, { packages: newestApi })).toMatchObject({ code: 0, stderr: '' })
    expect(sink.names()).toEqual(['inside', 'around'])
    const spans = sink.batches.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    )
    const [inside, around] = ['inside', 'around'].map((name) => spans.find((span) => span.name === name))
    expect(inside?.parentSpanId).toBe(around?.spanId)
  })

  it('may have loaded it, and registered a logger with it, before tracing starts', async () => {
    const source = `
      import { DiagConsoleLogger, DiagLogLevel, diag, trace } from '@opentelemetry/api'
      import { startTracing, withSpan } from '${core}'
      diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)
      startTracing()
      withSpan('around', () => trace.getTracer('theirs').startSpan('inside').end())
    `
    expect(await run(source, { packages: newestApi })).toMatchObject({ code: 0, stderr: '' })
    expect(sink.names()).toEqual(['inside', 'around'])
  })
})
