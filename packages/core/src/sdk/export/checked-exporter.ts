import { ExportResultCode, type ExportResult } from '@opentelemetry/core'
import type { ISerializer } from '@opentelemetry/otlp-transformer'
import { warnMisconfiguration } from '../misconfiguration.ts'
import { adviceOn, isWebPage } from './answer.ts'
import type { Exporter, FlushableExporter, OtlpEndpoint } from './exporter.ts'

/**
 * Makes one of OpenTelemetry's OTLP exporters, and reports answers that mean that the set-up is wrong. OpenTelemetry's exporter takes a web
 * page with status 200 for a success, and reports a bare status for 415.
 *
 * @param make makes the exporter with the serializer that it is given
 */
export function checkedExporter<Batch, Response>(
  endpoint: OtlpEndpoint,
  serializer: ISerializer<Batch, Response>,
  make: (serializer: ISerializer<Batch, Response>) => Exporter<Batch>,
): FlushableExporter<Batch> {
  let page: Uint8Array | undefined
  const exporter = make({
    serializeRequest: (batch) => serializer.serializeRequest(batch),
    deserializeResponse(data) {
      page = isWebPage(data) ? data : undefined
      return page ? ({} as Response) : serializer.deserializeResponse(data)
    },
  })
  const checked = (result: ExportResult): ExportResult => {
    // The exporter calls back in the turn in which it has read the answer.
    const words = adviceOn(page ?? result.error, endpoint)
    page = undefined
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
