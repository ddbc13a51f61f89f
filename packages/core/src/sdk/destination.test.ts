import { DiagLogLevel, diag } from '@opentelemetry/api'
import { describe, expect, it, vi } from 'vitest'
import { azureTarget } from './connection-string.ts'
import { decideDestination, type RuntimeFacts } from './destination.ts'
import * as reader from './environment.ts'

const CONNECTION = 'InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://x/'
const node: RuntimeFacts = { environment: {}, reader, azureTarget, devEndpoint: undefined, location: undefined }
const page: RuntimeFacts = {
  environment: {},
  reader: undefined,
  azureTarget: undefined,
  devEndpoint: undefined,
  location: 'https://app.example/x',
}
const of = (environment: Record<string, string>): RuntimeFacts => ({ ...node, environment })

describe('spans go', () => {
  it('to Azure Monitor where there is a connection string', () => {
    expect(decideDestination({ connectionString: CONNECTION }, node)).toEqual({
      destination: 'azure',
      connectionString: CONNECTION,
    })
    expect(decideDestination({}, of({ APPLICATIONINSIGHTS_CONNECTION_STRING: CONNECTION })).destination).toBe('azure')
  })

  it('to the collector where there is an endpoint, which beats a connection string of the environment', () => {
    expect(
      decideDestination({ endpoint: 'http://c:4318/' }, of({ APPLICATIONINSIGHTS_CONNECTION_STRING: CONNECTION })),
    ).toEqual({ destination: 'collector', baseUrl: 'http://c:4318', tracesUrl: 'http://c:4318/v1/traces' })
  })

  it('to the endpoints of the environment: a base, or the whole URL for traces', () => {
    expect(decideDestination({}, of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/base' }))).toMatchObject({
      tracesUrl: 'http://c:4318/base/v1/traces',
    })
    expect(decideDestination({}, of({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/otlp' }))).toMatchObject({
      tracesUrl: 'http://c/otlp',
    })
  })

  it('to the path below an endpoint that has a query', () => {
    expect(decideDestination({ endpoint: 'http://c/otlp?key=1' }, node)).toEqual({
      destination: 'collector',
      baseUrl: 'http://c/otlp',
      tracesUrl: 'http://c/otlp/v1/traces?key=1',
    })
    expect(decideDestination({ endpoint: 'http://c/v1/traces/' }, node)).toMatchObject({
      baseUrl: 'http://c',
      tracesUrl: 'http://c/v1/traces',
    })
  })

  it.each([
    ['none', { destination: 'none' }],
    ['console', { destination: 'console' }],
    ['otlp', { destination: 'collector', tracesUrl: 'http://c:4318/v1/traces' }],
    ['console,otlp', { destination: 'collector' }],
    ['zipkin', { destination: 'azure' }],
  ])('where OTEL_TRACES_EXPORTER says, here %s, and no option does', (exporter, expected) => {
    const environment = {
      OTEL_TRACES_EXPORTER: exporter,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
      APPLICATIONINSIGHTS_CONNECTION_STRING: CONNECTION,
    }
    expect(decideDestination({}, of(environment))).toMatchObject(expected)
    expect(decideDestination({ endpoint: 'http://d' }, of(environment))).toMatchObject({ baseUrl: 'http://d' })
    expect(decideDestination({ destination: 'console' }, of(environment))).toEqual({ destination: 'console' })
  })

  it('to the collector on this machine where OTEL_TRACES_EXPORTER is otlp and nobody says which', () => {
    expect(decideDestination({}, of({ OTEL_TRACES_EXPORTER: 'otlp' }))).toMatchObject({
      tracesUrl: 'http://localhost:4318/v1/traces',
    })
  })

  it('to the dev server that has served the page', () => {
    expect(decideDestination({}, { ...page, devEndpoint: 'http://localhost:5173/__spanlit' })).toMatchObject({
      destination: 'collector',
      baseUrl: 'http://localhost:5173/__spanlit',
    })
  })

  it('below the page where the endpoint is relative to it', () => {
    expect(decideDestination({ endpoint: '/otlp' }, page)).toMatchObject({
      tracesUrl: 'https://app.example/otlp/v1/traces',
    })
  })

  it('else to the console', () => {
    expect(decideDestination({}, node)).toEqual({ destination: 'console' })
  })

  it('nowhere where the environment switches the SDK off', () => {
    expect(decideDestination({ connectionString: CONNECTION }, of({ OTEL_SDK_DISABLED: 'true' })).destination).toBe(
      'none',
    )
  })
})

describe('a mistake is said in words that help', () => {
  it.each([
    [{ destination: 'splunk' as never }, node, "give 'collector', 'azure', 'console' or 'none'"],
    [{ destination: 'azure' as const }, node, 'set APPLICATIONINSIGHTS_CONNECTION_STRING'],
    [{ connectionString: 'nonsense' }, node, 'has no InstrumentationKey'],
    [{ connectionString: CONNECTION }, page, 'Give the endpoint of a collector'],
    [{ endpoint: 'localhost 4318' }, node, 'give a URL such as'],
    [{ endpoint: 'grpc://localhost:4317' }, node, 'needs an http: or https: URL'],
  ])('for %j', (options, facts, words) => {
    expect(() => decideDestination(options, facts)).toThrow(words)
  })
})

describe('a mistake in the environment is said by diag, and ends no application', () => {
  it.each([
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
      'OTEL_EXPORTER_OTLP_ENDPOINT is localhost:4318; OTLP/HTTP needs',
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'garbage' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is "garbage"; give a URL such as'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'garbage' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is "garbage"'],
    [{ APPLICATIONINSIGHTS_CONNECTION_STRING: 'garbage' }, 'APPLICATIONINSIGHTS_CONNECTION_STRING has no'],
  ])('for %j', (environment, words) => {
    const error = vi.fn()
    diag.setLogger({ error, warn() {}, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR)
    try {
      expect(decideDestination({}, of(environment))).toEqual({ destination: 'none' })
    } finally {
      diag.disable()
    }
    expect(String(error.mock.calls)).toContain(words)
  })
})
