import { openForwarding } from './export/open-forwarding.ts'
import { createAuthorization, noViewingOn, warnOfStrangers } from './http/token-options.ts'
import { ReceiverCounters } from './http/counters.ts'
import { InFlight } from './http/in-flight.ts'
import { Router } from './http/router.ts'
import { LiveFeed } from './live/feed.ts'
import { UnreadBatches } from './live/unread.ts'
import { Processing } from './process/processing.ts'
import { readOptions, type CollectorOptions } from './options.ts'
import { allowOwnName, reload } from './reload.ts'
import { startListening, type Listener } from './listen.ts'
import type { TlsOptions } from './tls.ts'

/** An embedded OTLP/HTTP collector. */
export interface Collector {
  /** Answers one request; for servers that speak `Request` and `Response`. Never throws. */
  fetch(request: Request): Promise<Response>
  /** True for a path that is the collector's: all under its `basePath`, or without one those that it answers. */
  serves(path: string): boolean
  /** Serves on a port of its own, 127.0.0.1 and a free one by default; by HTTPS where it is given files for TLS. */
  listen(options?: { port?: number; host?: string; tls?: TlsOptions }): Promise<{ url: string; port: number }>
  /**
   * Takes on new options without dropping a request: who may send and look, limits, redaction and sampling. Throws a `CollectorError`,
   * and changes nothing, where one is wrong.
   *
   * @returns the names of other options that have changed, which only a new collector takes on
   */
  reload(options: CollectorOptions): string[]
  /** Waits until what was accepted has been handed on, at most ten seconds; true if it has been. */
  flush(): Promise<boolean>
  /** Flushes for at most `flushTimeoutMs` (ten seconds), then ends every stream and stops. */
  close(options?: { flushTimeoutMs?: number }): Promise<void>
  /**
   * By destination, how many spans, log records and data points it has taken (`sent`), how many were lost (`dropped`), how many batches are
   * `waiting`, and how many are set aside as dead letters.
   */
  counts(): { destination: string; sent: number; dropped: number; waiting: number; deadLetters: number }[]
}

const defaultFlushTimeoutMs = 10_000

/**
 * Creates a collector. It receives spans by OTLP/HTTP, shows them live to viewers, and forwards them.
 *
 * @throws CollectorError when an option is wrong.
 */
export function createCollector(options: CollectorOptions = {}): Collector {
  const settings = readOptions(options)
  const forwarding = openForwarding(settings)
  const feed = new LiveFeed(settings.live, () => {
    settings.logger.info('The live ring is full: the oldest spans are no longer shown to viewers that come later')
  })
  const access = { ...settings.access }
  const authorization = createAuthorization(settings.tokens, settings.logger)
  const processing = new Processing(settings.redaction, settings.sampling)
  const inFlight = new InFlight(settings.limits.inFlightBytes)
  const stop = new AbortController()
  let listensOn: string | undefined
  let listener: Listener | undefined
  let closing: Promise<void> | undefined
  const router = new Router({
    ...settings,
    access,
    feed,
    forwarding,
    unread: new UnreadBatches(feed, settings.live),
    inFlight,
    counters: new ReceiverCounters(),
    authorization,
    processing,
    queueDirectory: settings.queue.directory,
    stop: stop.signal,
    isClosing: () => closing !== undefined,
  })

  async function close(timeoutMs: number): Promise<void> {
    await forwarding.flush(timeoutMs)
    stop.abort()
    await forwarding.close()
    await listener?.close()
  }

  return {
    fetch: (request) => router.answer(request),
    serves: (path) => router.serves(path),
    async listen({ port = 0, host = '127.0.0.1', tls } = {}) {
      authorization.noViewing = noViewingOn(host, authorization)
      listener ??= await startListening((request) => router.answer(request), {
        port,
        host,
        tls,
        logger: settings.logger,
        ...settings.limits,
      })
      warnOfStrangers(host, authorization, settings.logger)
      allowOwnName(access, host)
      listensOn = host
      return { url: listener.url + settings.basePath, port: listener.port }
    },
    reload: (next) => reload({ settings, access, authorization, processing, inFlight, host: listensOn }, next),
    flush: () => forwarding.flush(defaultFlushTimeoutMs),
    close: ({ flushTimeoutMs = defaultFlushTimeoutMs } = {}) => (closing ??= close(flushTimeoutMs)),
    counts: () => forwarding.counts(),
  }
}
