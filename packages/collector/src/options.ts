import { readConnectionString, type ConnectionString } from './export/connection-string.ts'
import { readForward, type ForwardOptions } from './export/forward-options.ts'
import type { OtlpDestinationOptions } from './export/otlp.ts'
import type { QueueLimits } from './export/queue.ts'
import type { RetryPolicy } from './export/retry.ts'
import { checkNames, inWords, readList, readPositive } from './check-options.ts'
import { CollectorError } from './errors.ts'
import { readAccess } from './http/access-options.ts'
import { readLimits, type LimitOptions, type Limits } from './http/limits.ts'
import type { AccessRules } from './http/origins.ts'
import { readTokens, type TokenOptions } from './http/token-options.ts'
import type { LiveLimits } from './live/feed.ts'
import { readRedaction, type Redaction, type RedactOptions } from './process/redact.ts'
import { readSampling, type Sampling, type SamplingOptions } from './process/sample.ts'
import { stderrLogger, type CollectorLogger } from './log.ts'

/** Options of {@link createCollector}; all have defaults. */
export interface CollectorOptions {
  /** Path under which the collector answers, such as `/__spanlit`. Default: none. */
  basePath?: string
  /** Forwards to Azure Monitor. */
  azure?: {
    /** The connection string of an Application Insights resource. */
    connectionString: string
  }
  /** Forwards to other OTLP/HTTP endpoints. */
  forward?: ForwardOptions[]
  /**
   * Origins of web pages that may send spans, besides those of localhost. A `*` in a string stands for any part of a
   * host name or port: `https://*.example.com`.
   */
  allowedOrigins?: (string | RegExp)[]
  /**
   * Host names by which the collector may be called, besides localhost and IP addresses; `.example.com` covers
   * sub-domains, `true` allows any (only behind a proxy that checks it).
   */
  allowedHosts?: string[] | true
  /** Largest request body in bytes, before and after decompression. Default: 20 MiB. */
  maxBodyBytes?: number
  /** Bearer tokens that senders and viewers must show: lists, or files that are read again when they change. Default: none. */
  tokens?: TokenOptions
  /** What is taken out of everything that comes in: keys, texts, attributes, content. Default: nothing. */
  redact?: RedactOptions
  /** Which spans are forwarded. Default: all. */
  sampling?: SamplingOptions
  /** Bounds on what senders may ask of the collector. */
  limits?: LimitOptions
  /** Bounds of the ring from which viewers read. Default: 5000 spans, 64 MiB. */
  live?: { maxSpans?: number; maxBytes?: number }
  /**
   * What waits for each destination, at most. Default: 2000 batches and 64 MiB in memory. With a `directory` it waits there, over the end
   * of the process, and a sender hears 200 when it is written; then the default is 100 000 batches and 1 GiB.
   */
  queue?: { directory?: string; maxBatches?: number; maxBytes?: number }
  /** How long and how often a batch is sent again. Default: from 1 s doubling to 30 s, for 5 minutes; with a `queue.directory` for 7 days, then it is set aside as a dead letter. */
  retry?: { firstDelayMs?: number; maxDelayMs?: number; giveUpAfterMs?: number }
  /** Where the collector says what happens. Default: lines on standard error. */
  logger?: CollectorLogger
}

export interface CollectorSettings {
  basePath: string
  azure: { connection: ConnectionString } | undefined
  forward: OtlpDestinationOptions[]
  access: AccessRules
  tokens: ReturnType<typeof readTokens>
  redaction: Redaction | undefined
  sampling: Sampling | undefined
  limits: Limits
  live: LiveLimits
  queue: QueueLimits & { directory: string | undefined }
  retry: RetryPolicy
  logger: CollectorLogger
}

const mebibyte = 1024 * 1024
/** Milliseconds. Whoever set up a collector comes back from a long weekend. */
const sevenDays = 7 * 24 * 3_600_000

/** All there are; the type holds this list to {@link CollectorOptions}. */
const names: Record<keyof CollectorOptions, true> = {
  basePath: true,
  azure: true,
  forward: true,
  allowedOrigins: true,
  allowedHosts: true,
  maxBodyBytes: true,
  tokens: true,
  redact: true,
  sampling: true,
  limits: true,
  live: true,
  queue: true,
  retry: true,
  logger: true,
}

/** Turns options into settings; throws a `CollectorError` for what is wrong with them. */
export function readOptions(options: CollectorOptions): CollectorSettings {
  checkNames('createCollector', options, Object.keys(names))
  const { live, queue, retry } = options
  const directory = readDirectory(queue?.directory)
  return {
    basePath: readBasePath(options.basePath ?? ''),
    azure: options.azure && {
      connection: readConnectionString(options.azure.connectionString),
    },
    forward: readList('forward', options.forward, "[{ url: 'http://localhost:4318' }]").map((item, index) =>
      readForward(item, `forward[${index}]`),
    ),
    access: readAccess(options.allowedOrigins, options.allowedHosts),
    tokens: readTokens(options.tokens),
    redaction: readRedaction(options.redact),
    sampling: readSampling(options.sampling),
    limits: readLimits(options.maxBodyBytes, options.limits),
    live: {
      spans: readPositive(live?.maxSpans, 5000, 'live.maxSpans'),
      bytes: readPositive(live?.maxBytes, 64 * mebibyte, 'live.maxBytes'),
    },
    queue: {
      directory,
      batches: readPositive(queue?.maxBatches, directory ? 100_000 : 2000, 'queue.maxBatches'),
      bytes: readPositive(queue?.maxBytes, (directory ? 1024 : 64) * mebibyte, 'queue.maxBytes'),
    },
    retry: {
      firstDelayMs: readPositive(retry?.firstDelayMs, 1000, 'retry.firstDelayMs'),
      maxDelayMs: readPositive(retry?.maxDelayMs, 30_000, 'retry.maxDelayMs'),
      giveUpAfterMs: readPositive(retry?.giveUpAfterMs, directory ? sevenDays : 300_000, 'retry.giveUpAfterMs'),
    },
    logger: options.logger ?? stderrLogger,
  }
}

function readBasePath(path: string): string {
  if (path === '' || path === '/') return ''
  if (typeof path !== 'string' || !path.startsWith('/') || /[?#\s]/.test(path)) {
    throw new CollectorError(`basePath is ${inWords(path)}; expected a path that starts with "/", such as "/__spanlit"`)
  }
  return path.replace(/\/+$/, '')
}

function readDirectory(directory: unknown): string | undefined {
  if (directory === undefined || (typeof directory === 'string' && directory.trim() !== '')) return directory
  throw new CollectorError(`queue.directory is ${inWords(directory)}; expected the path of a directory`)
}
