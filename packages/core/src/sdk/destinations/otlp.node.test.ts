import { DiagLogLevel, diag } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startOtlpSink, type OtlpSink } from '../../../test/otlp-sink.ts'
import { consoleOutput, otlp, startTracing, withSpan, type Tracing, type TracingOptions } from '../../index.ts'

let sink: OtlpSink
let tracing: Tracing | undefined
let said: string[]

beforeEach(async () => {
  sink = await startOtlpSink()
  said = []
  const say = (...words: unknown[]): unknown => said.push(words.map(String).join(' '))
  diag.setLogger({ error: say, warn: say, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)
})
afterEach(async () => {
  await tracing?.shutdown()
  await sink.close()
  diag.disable()
  vi.unstubAllEnvs()
})

async function send(options: TracingOptions): Promise<string[]> {
  tracing = startTracing({ live: false, ...options })
  withSpan('work', (span) => span.setAttribute('n', 1))
  await tracing.flush()
  return sink.headers.map((headers) => String(headers['content-type']))
}

describe('spans are written', () => {
  const [JSON_TYPE, PROTOBUF] = ['application/json', 'application/x-protobuf']

  it('as protobuf in Node, the default of the specification', async () => {
    expect(await send({ endpoint: sink.url })).toEqual([PROTOBUF])
    expect(sink.names()).toEqual(['work'])
    expect(JSON.stringify(sink.batches)).toContain('{"key":"n","value":{"intValue":"1"}}')
  })

  it.each([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, {}, JSON_TYPE],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' }, {}, PROTOBUF],
    [{ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, {}, JSON_TYPE],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, { protocol: 'http/json' as const }, JSON_TYPE],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, {}, PROTOBUF],
  ])('as the environment %j and the options %j say', async (environment, options, type) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    expect(await send({ endpoint: sink.url, ...options })).toEqual([type])
    expect(sink.names()).toEqual(['work'])
    expect(said.join().includes('port 4318')).toBe(Object.values(environment).includes('grpc'))
  })
})

describe('an endpoint that is not what was meant', () => {
  it('says what to do where it does not take the protocol', async () => {
    sink.statuses.push(415)
    await send({ endpoint: sink.url })
    expect(said.join()).toContain(`${sink.url}/v1/traces answers 415`)
    expect(said.join()).toContain("the option protocol to 'http/json'")
  })

  it.each(['http/json', 'http/protobuf'] as const)(
    'is no success where it answers %s with a web page, as dev servers do for every path',
    async (protocol) => {
      sink.page = '<!doctype html><title>App</title>'
      await send({ endpoint: sink.url, protocol })
      expect(said.join()).toContain('answers with a web page')
    },
  )
})

describe('destinations as values', () => {
  it('take the same spans to each place, with headers and protocol of its own', async () => {
    const other = await startOtlpSink()
    const log = vi.spyOn(console, 'dir').mockImplementation(() => {})
    try {
      await send({
        destinations: [
          otlp({ url: sink.url, headers: { 'x-key': 'one' }, protocol: 'http/json' }),
          otlp({ url: new URL(other.url) }),
          consoleOutput(),
        ],
      })
      expect(tracing?.destination).toBe('collector')
      expect([sink.names(), other.names()]).toEqual([['work'], ['work']])
      expect(sink.headers[0]).toMatchObject({ 'x-key': 'one', 'content-type': 'application/json' })
      expect(other.headers[0]).not.toHaveProperty('x-key')
      expect(log).toHaveBeenCalled()
    } finally {
      log.mockRestore()
      await other.close()
    }
  })

  it('may be written by an application', async () => {
    const names: string[] = []
    const spanExporter = (): ReturnType<NonNullable<ReturnType<typeof otlp>['spanExporter']>> => ({
      export(spans, done) {
        names.push(...spans.map(({ name }) => name))
        done({ code: 0 })
      },
      shutdown: async () => {},
    })
    await send({ destinations: [{ name: 'mine', spanExporter }] })
    expect(tracing?.destination).toBe('mine')
    expect(names).toEqual(['work'])
  })

  it.each([
    [() => startTracing({ destinations: [otlp({ url: 'http://c' })], endpoint: 'http://d' }), 'endpoint exclude'],
    [() => startTracing({ destinations: otlp({ url: 'http://c' }) as never }), 'destinations takes a list'],
    [() => otlp({ url: 'c:4318' }), 'needs an http: or https: URL'],
    [() => otlp({ url: 'http://c', protocol: 'grpc' as never }), "give 'http/json' or 'http/protobuf'"],
  ])('are refused where they are wrong', (start, words) => {
    expect(start).toThrow(words)
  })
})
