import { inWords, readList } from '../check-options.ts'
import { CollectorError } from '../errors.ts'
import { hostName, type AccessRules } from './origins.ts'

/** Scheme and host, perhaps a port, as in `Origin`; `*` for any part. Also "null", which sandboxed pages send. */
const origin = /^(\*|null|[a-z*][a-z0-9+.*-]*:\/\/[^/?#@\s]+\/?)$/i

/** Copies who may send; throws a `CollectorError` for what could never match, and so would let in nobody. */
export function readAccess(
  origins: readonly (string | RegExp)[] | undefined,
  hosts: readonly string[] | true | undefined,
): AccessRules {
  const allowedOrigins = readList('allowedOrigins', origins, "['https://app.example.com']")
  for (const [index, allowed] of allowedOrigins.entries()) {
    if (typeof allowed === 'string' ? origin.test(allowed) : allowed instanceof RegExp) continue
    throw new CollectorError(
      `allowedOrigins[${index}] is ${inWords(allowed)}; expected scheme and host as browsers send them, such as ` +
        'https://app.example.com',
    )
  }
  if (hosts === true) return { allowedOrigins, allowedHosts: true }
  const allowedHosts = readList('allowedHosts', hosts, "['collector.example.com'], or true for any")
  for (const [index, allowed] of allowedHosts.entries()) {
    if (typeof allowed === 'string' && isHostName(allowed.replace(/^\./, '').toLowerCase())) continue
    throw new CollectorError(
      `allowedHosts[${index}] is ${inWords(allowed)}; expected a host name without scheme and port, such as ` +
        'collector.example.com, or .example.com for its sub-domains too (IP addresses are always allowed)',
    )
  }
  return { allowedOrigins, allowedHosts: [...allowedHosts] }
}

/** True for what comes out of a `Host` header as it went in. A `*` would too, but stands for nothing here. */
function isHostName(name: string): boolean {
  return hostName(`http://${name}`) === name && !name.includes('*')
}
