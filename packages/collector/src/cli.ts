#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { diag, DiagConsoleLogger, DiagLogLevel } from '@opentelemetry/api'
import { createCollector } from './collector.ts'
import { CollectorError } from './errors.ts'
import type { CollectorOptions } from './options.ts'

const help = `Receives OpenTelemetry spans by OTLP/HTTP, shows them live to viewers, and forwards them.

Usage: spanlit-collector [options]

  --port <number>                    Port to listen on; 0 takes a free one. Default: 4318
  --host <address>                   Address to listen on. Default: 127.0.0.1
  --azure-connection-string <text>   Forward to Azure Monitor.
                                     Default: the environment variable APPLICATIONINSIGHTS_CONNECTION_STRING
  --forward <url>                    Forward to an OTLP/HTTP endpoint; may be given several times
  --forward-header <name=value>      Send this header to every --forward endpoint; may be given several times
  --queue-directory <path>           Keep what waits to be forwarded in files there, over the end of this process.
                                     Default: in memory
  --allow-origin <origin>            Let pages of this origin send spans, besides those of localhost; * stands for
                                     any part of a host name or port; may be given several times
  --allow-host <name>                Answer when called by this host name, besides localhost and IP addresses;
                                     may be given several times
  --verbose                          Also say what the exporters do
  --version                          Print the version
  --help                             Print this

Point an app at it with OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
`

const flags = {
  port: { type: 'string', default: '4318' },
  host: { type: 'string', default: '127.0.0.1' },
  'azure-connection-string': { type: 'string' },
  forward: { type: 'string', multiple: true, default: [] as string[] },
  'forward-header': { type: 'string', multiple: true, default: [] as string[] },
  'queue-directory': { type: 'string' },
  'allow-origin': { type: 'string', multiple: true, default: [] as string[] },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  verbose: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function readFlags(): ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'] {
  try {
    return parseArgs({ options: flags, allowPositionals: false }).values
  } catch (error) {
    // Node's sentence names the flag; what follows its first one is advice for positional arguments.
    throw new CollectorError((error as Error).message.split('. To specify')[0] ?? '')
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65535)) throw new CollectorError(`--port is "${text}"; expected a number from 0 to 65535`)
  return port
}

function readHeaders(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new CollectorError(`--forward-header is "${text}"; expected name=value`)
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    }),
  )
}

async function run(): Promise<void> {
  const given = readFlags()
  if (given.help) return void process.stdout.write(help)
  if (given.version) return void process.stdout.write(`${await readVersion()}\n`)
  if (given.verbose) diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.DEBUG)

  const headers = readHeaders(given['forward-header'])
  if (given['forward-header'].length > 0 && given.forward.length === 0) {
    throw new CollectorError('--forward-header is given without --forward; add the URL that the header is for')
  }
  const connectionString = given['azure-connection-string'] ?? process.env['APPLICATIONINSIGHTS_CONNECTION_STRING']
  const directory = given['queue-directory']
  if (directory !== undefined && given.forward.length === 0 && !connectionString) {
    throw new CollectorError(
      '--queue-directory is given, and nothing to forward to; add --forward or a connection string',
    )
  }
  const options: CollectorOptions = {
    forward: given.forward.map((url) => ({ url, headers })),
    allowedOrigins: [...given['allow-origin']],
    allowedHosts: [...given['allow-host']],
    ...(connectionString && { azure: { connectionString } }),
    ...(directory !== undefined && { queue: { directory } }),
  }
  const collector = createCollector(options)
  const { url } = await collector.listen({ port: readPort(given.port), host: given.host })
  process.stdout.write(`spanlit-collector listens on ${url} and ${describe(collector.counts())}\n`)

  let stopping = false
  async function stop(): Promise<void> {
    // A second Ctrl+C means now.
    if (stopping) process.exit(130)
    stopping = true
    await collector.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

function describe(destinations: { destination: string }[]): string {
  if (destinations.length === 0) return 'shows spans to viewers only (see --help to forward them)'
  return `forwards to ${destinations.map(({ destination }) => destination).join(', ')}`
}

async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

// A log that nobody reads any more, or a disk that is full, is no reason to lose what waits to be forwarded.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await run()
} catch (error) {
  if (!CollectorError.isInstance(error)) throw error
  process.stderr.write(`spanlit-collector: ${error.message}\nSee spanlit-collector --help\n`)
  // What the caller wrote is wrong: 2. The port could not be had: 1.
  process.exitCode = error.cause ? 1 : 2
}
