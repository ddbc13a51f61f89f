import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ISerializer } from '@opentelemetry/otlp-transformer'
import { warnMisconfiguration } from '../misconfiguration.ts'
import type { Exporter, FlushableExporter, OtlpEndpoint } from './exporter.ts'

const LESS_THAN = 0x3c

/**
 * Makes an OTLP exporter that says what to do about the answers which mean that the set-up is wrong: a web page with status 200 (a dev
 * server or a proxy answers every path), and 415 (the endpoint does not take this protocol). OpenTelemetry's exporter takes the first
 * for a success, and reports a bare status for the second.
 *
 * @param make makes the exporter with the serializer that it is given
 */
export function checkedExporter<Batch, Response>(
  { signal, url, protocol }: OtlpEndpoint,
  serializer: ISerializer<Batch, Response>,
  make: (serializer: ISerializer<Batch, Response>) => Exporter<Batch>,
): FlushableExporter<Batch> {
  let isPage = false
  const exporter = make({
    serializeRequest: (batch) => serializer.serializeRequest(batch),
    deserializeResponse(data) {
      isPage = isWebPage(data)
      return isPage ? ({} as Response) : serializer.deserializeResponse(data)
    },
  })
  const checked = (result: ExportResult): ExportResult => {
    // The exporter calls back in the turn in which it has read the answer.
    const words = isPage ? pageWords(signal, url) : adviceFor(result.error, url, protocol)
    isPage = false
    if (words === undefined) return result
    warnMisconfiguration(words)
    return { code: ExportResultCode.FAILED, error: new Error(words, { cause: result.error }) }
  }
  return {
    export: (batch, done) => exporter.export(batch, (result) => done(checked(result))),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  }
}

/** Neither OTLP's JSON nor its protobuf begins with `<`. */
export function isWebPage(data: Uint8Array): boolean {
  return data.find((byte) => byte > 0x20) === LESS_THAN
}

function pageWords(signal: string, url: string): string {
  return `${url} answers with a web page, so no OTLP receiver stands there and ${signal} go nowhere. Check the endpoint, and the path below it.`
}

/** What a person can do about an answer; `undefined` where its own words suffice. */
export function adviceFor(error: Error | undefined, url: string, protocol: string): string | undefined {
  const status = (error as { code?: unknown } | undefined)?.code
  if (status !== 415) return undefined
  const other = protocol === 'http/json' ? 'http/protobuf' : 'http/json'
  return `${url} answers 415, so it does not take OTLP as ${protocol}. Set OTEL_EXPORTER_OTLP_PROTOCOL or the option protocol to '${other}'.`
}
