import { inWords } from '../check-options.ts'
import { CollectorError } from '../errors.ts'
import type { OtlpDestinationOptions } from './otlp.ts'

/** Another OTLP/HTTP endpoint. */
export interface ForwardOptions {
  /**
   * Base URL, such as `http://localhost:4318`; `/v1/traces` is added unless it ends so. A user name and password in it
   * are sent as an `authorization` header.
   */
  url: string
  /** Sent with every request, such as an API key. */
  headers?: Record<string, string>
  /** Default: `protobuf`. */
  encoding?: 'protobuf' | 'json'
}

/** Reads the options of one endpoint; throws a `CollectorError` that says which of them, `at`, is wrong. */
export function readForward(options: ForwardOptions, at: string): OtlpDestinationOptions {
  if (typeof options !== 'object' || options === null) {
    throw new CollectorError(
      `${at} is ${inWords(options)}; expected an object, such as { url: 'http://localhost:4318' }`,
    )
  }
  const { url, headers = {}, encoding = 'protobuf' } = options
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CollectorError(
      `${at}.url is "${url}"; expected the http(s) URL of an OTLP endpoint, such as http://localhost:4318`,
    )
  }
  if (encoding !== 'protobuf' && encoding !== 'json') {
    throw new CollectorError(`${at}.encoding is "${String(encoding)}"; expected "protobuf" or "json"`)
  }
  const target = new URL(url)
  if (!/\/v1\/traces\/?$/.test(target.pathname)) target.pathname = `${target.pathname.replace(/\/+$/, '')}/v1/traces`
  const authorization = readCredentials(target, at)
  target.username = target.password = ''
  return { url: target.href, headers: { ...authorization, ...readHeaders(headers, at) }, encoding }
}

/** `fetch` refuses a URL with a user name and password in it, and with a message that repeats them. */
function readCredentials({ username, password }: URL, at: string): Record<string, string> {
  if (!username && !password) return {}
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
  } catch {
    throw new CollectorError(`${at}.url has a "%" in its user name or password that begins no escape; write it as %25`)
  }
}

/** The headers by lower-case name. Values are in no message: they may be secret. */
function readHeaders(given: Record<string, string>, at: string): Record<string, string> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    if (!canBeSent(name, '')) {
      throw new CollectorError(`${at}.headers has the name "${name}"; expected a header name, such as x-api-key`)
    }
    // What a configuration in JavaScript reads from an environment variable that is not set.
    if (typeof value !== 'string') {
      throw new CollectorError(`${at}.headers["${name}"] is ${String(value)}; expected text`)
    }
    if (!canBeSent(name, value)) {
      throw new CollectorError(
        `${at}.headers["${name}"] has a character that no header can carry, such as a dash or quotation mark from a ` +
          'text document, or a line break; expected plain ASCII text',
      )
    }
    headers.set(name, value)
  }
  return Object.fromEntries(headers)
}

function canBeSent(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name)
  } catch {
    return false
  }
}
