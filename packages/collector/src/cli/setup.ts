import { readConfiguration, type Configuration, type LogLevel } from '../config/file.ts'
import { CollectorError } from '../errors.ts'
import type { CollectorOptions } from '../options.ts'
import type { TlsOptions } from '../tls.ts'
import { listOf, type Flags } from './flags.ts'
import type { LogFormat } from './logger.ts'

/** All that the command needs to know to run a collector. */
export interface Setup {
  options: Omit<CollectorOptions, 'logger'>
  listen: { host: string; port: number; tls?: TlsOptions }
  log: { format: LogFormat; level: LogLevel }
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/**
 * Puts flags, environment and configuration file together: what a flag says goes before the environment, and that before the file.
 *
 * @throws CollectorError for what is wrong with any of them
 */
export async function readSetup(flags: Flags, environment: NodeJS.ProcessEnv): Promise<Setup> {
  const file = flags.config === undefined ? {} : await readConfiguration(flags.config, environment)
  const { listen = {}, log = {}, ...inFile } = file
  const tls = readTlsFlags(flags) ?? listen.tls
  const options = { ...inFile, ...readOptionFlags(flags, environment, inFile) }
  if (options.queue?.directory !== undefined && !options.azure && !options.forward?.length) {
    const name = flags['queue-directory'] === undefined ? 'queue.directory' : '--queue-directory'
    throw new CollectorError(`${name} is given, and nothing to forward to; add --forward or a connection string`)
  }
  return {
    options,
    listen: {
      host: flags.host ?? listen.host ?? '127.0.0.1',
      port: flags.port === undefined ? (listen.port ?? 4318) : readPort(flags.port),
      ...(tls && { tls }),
    },
    log: {
      format: readChoice('--log-format', flags['log-format'], ['text', 'json']) ?? log.format ?? 'text',
      level: flags.verbose ? 'debug' : (readChoice('--log-level', flags['log-level'], levels) ?? log.level ?? 'info'),
    },
  }
}

function readOptionFlags(
  flags: Flags,
  environment: NodeJS.ProcessEnv,
  file: Configuration,
): Omit<CollectorOptions, 'logger'> {
  const connectionString =
    flags['azure-connection-string'] ?? (environment['APPLICATIONINSIGHTS_CONNECTION_STRING'] || undefined)
  const senders = readTokens(flags['token-file'], environment['SPANLIT_TOKEN']) ?? file.tokens?.senders
  const viewers = readTokens(flags['viewer-token-file'], environment['SPANLIT_VIEWER_TOKEN']) ?? file.tokens?.viewers
  const directory = flags['queue-directory']
  const forward = readForward(flags)
  return {
    ...(connectionString !== undefined && { azure: { ...file.azure, connectionString } }),
    ...(forward && { forward }),
    ...(flags['allow-origin'] && { allowedOrigins: [...flags['allow-origin']] }),
    ...(flags['allow-host'] && { allowedHosts: [...flags['allow-host']] }),
    ...((senders ?? viewers) && { tokens: { ...(senders && { senders }), ...(viewers && { viewers }) } }),
    ...(directory !== undefined && { queue: { ...file.queue, directory } }),
  }
}

function readForward(flags: Flags): CollectorOptions['forward'] {
  const { forward, 'forward-header': headers } = flags
  if (headers?.length && !forward?.length) {
    throw new CollectorError('--forward-header is given without --forward; add the URL that the header is for')
  }
  return forward?.map((url) => ({ url, headers: readHeaders(headers ?? []) }))
}

function readHeaders(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf('=')
      // The text is in no message: what was forgotten may be the name, and what is there a key.
      if (at < 1) throw new CollectorError('--forward-header has no "="; expected name=value')
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    }),
  )
}

function readTokens(file: string | undefined, list: string | undefined): { file: string } | string[] | undefined {
  if (file !== undefined) return { file }
  const tokens = listOf(list)
  return tokens.length > 0 ? tokens : undefined
}

function readTlsFlags(flags: Flags): TlsOptions | undefined {
  const { 'tls-cert': certFile, 'tls-key': keyFile } = flags
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile === undefined || keyFile === undefined) {
    throw new CollectorError('--tls-cert and --tls-key belong together; one of them is missing')
  }
  return { certFile, keyFile }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65535)) throw new CollectorError(`--port is "${text}"; expected a number from 0 to 65535`)
  return port
}

function readChoice<Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined
  const choice = choices.find((candidate) => candidate === text)
  if (choice === undefined) throw new CollectorError(`${name} is "${text}"; expected ${choices.join(', ')}`)
  return choice
}
