import { checkNames } from '../check-options.ts'
import type { CollectorLogger } from '../log.ts'
import type { Authorization } from './authorization.ts'
import { isLoopbackName } from './origins.ts'
import { readTokenSource, Tokens, type TokenSource } from './tokens.ts'

/** Who must show a bearer token; nobody by default. */
export interface TokenOptions {
  /** Tokens of which senders of telemetry must show one. */
  senders?: TokenSource
  /** Tokens of which viewers must show one. */
  viewers?: TokenSource
}

const names: Record<keyof TokenOptions, true> = { senders: true, viewers: true }

export function readTokens(options: TokenOptions = {}): { [K in keyof TokenOptions]-?: TokenSource | undefined } {
  checkNames('tokens', options, Object.keys(names))
  return {
    senders: readTokenSource(options.senders, 'tokens.senders'),
    viewers: readTokenSource(options.viewers, 'tokens.viewers'),
  }
}

/** @throws CollectorError where a list or a file holds no token */
export function createAuthorization(sources: ReturnType<typeof readTokens>, logger: CollectorLogger): Authorization {
  const said = new Set<string>()
  const create = (name: keyof TokenOptions): Tokens | undefined =>
    sources[name] &&
    new Tokens(sources[name], `tokens.${name}`, (message) => {
      if (!said.has(message)) logger.error(message)
      said.add(message)
    })
  return { senders: create('senders'), viewers: create('viewers'), noViewing: undefined }
}

/** Why spans are shown to nobody once the collector listens on an address that others can reach; `undefined` where viewers may look. */
export function noViewingOn(host: string, { viewers }: Authorization): string | undefined {
  if (viewers || isLoopback(host)) return undefined
  return (
    `This collector listens on ${host} without a token for viewers, so it shows spans to nobody. ` +
    'Set tokens.viewers (--viewer-token-file), or listen on 127.0.0.1'
  )
}

export function warnOfStrangers(host: string, { senders }: Authorization, logger: CollectorLogger): void {
  if (senders || isLoopback(host)) return
  logger.warn(
    `Whoever reaches ${host} may send spans: no token is asked for. Set tokens.senders (--token-file), or listen on 127.0.0.1`,
  )
}

function isLoopback(host: string): boolean {
  return isLoopbackName(host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host.toLowerCase())
}
