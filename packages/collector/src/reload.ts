import type { Authorization } from './http/authorization.ts'
import type { InFlight } from './http/in-flight.ts'
import type { AccessRules } from './http/origins.ts'
import { createAuthorization, noViewingOn } from './http/token-options.ts'
import { readOptions, type CollectorOptions, type CollectorSettings } from './options.ts'
import type { Processing } from './process/processing.ts'

/** The parts of a collector that may change while it runs. Each is asked anew for every request. */
export interface Changeable {
  readonly settings: CollectorSettings
  readonly access: AccessRules
  readonly authorization: Authorization
  readonly processing: Processing
  readonly inFlight: InFlight
  /** The host that it listens on, once it does. */
  readonly host: string | undefined
}

/** What is built when the collector starts: connections, queues, paths. */
const fixed = ['basePath', 'azure', 'forward', 'live', 'queue', 'retry'] as const

/**
 * Takes on new options without dropping a request: who may send and look, limits, redaction and sampling.
 *
 * @returns the names of the options that have changed as well, and that only a new start takes on
 * @throws CollectorError where an option is wrong; then nothing has changed
 */
export function reload(running: Changeable, options: CollectorOptions): string[] {
  const next = readOptions(options)
  const { settings, access, authorization, processing, inFlight, host } = running
  const { senders, viewers } = createAuthorization(next.tokens, settings.logger)
  Object.assign(authorization, { senders, viewers })
  Object.assign(access, next.access)
  if (host !== undefined) {
    authorization.noViewing = noViewingOn(host, authorization)
    allowOwnName(access, host)
  }
  processing.redaction = next.redaction
  processing.sampling = next.sampling
  Object.assign(settings.limits, next.limits)
  inFlight.maxBytes = next.limits.inFlightBytes
  return fixed.filter((name) => JSON.stringify(next[name]) !== JSON.stringify(settings[name]))
}

/** Whoever gives the server a name means to call it by that name. */
export function allowOwnName(access: AccessRules, host: string): void {
  if (Array.isArray(access.allowedHosts)) access.allowedHosts.push(host.toLowerCase())
}
