import type { OtlpEndpoint } from './exporter.ts'

const LESS_THAN = 0x3c

/** Whether an answer is a web page: neither OTLP's JSON nor its protobuf begins with `<`. */
export function isWebPage(data: Uint8Array): boolean {
  return data.find((byte) => byte > 0x20) === LESS_THAN
}

/**
 * What a person can do about an answer that means that the set-up is wrong; `undefined` where the answer's own words suffice.
 *
 * @param answer the error of an exporter; or the body of an answer with status 200 that is a web page, as dev servers and proxies answer
 *   every path
 */
export function adviceOn(answer: unknown, { signal, url, protocol }: OtlpEndpoint): string | undefined {
  if (answer instanceof Uint8Array) {
    return `${url} answers with a web page, so no OTLP receiver stands there and ${signal} go nowhere. Check the endpoint, and the path below it.`
  }
  if ((answer as { code?: unknown } | undefined)?.code !== 415) return undefined
  const other = protocol === 'http/json' ? 'http/protobuf' : 'http/json'
  return `${url} answers 415, so it does not take OTLP as ${protocol}. Set OTEL_EXPORTER_OTLP_PROTOCOL or the option protocol to '${other}'.`
}
