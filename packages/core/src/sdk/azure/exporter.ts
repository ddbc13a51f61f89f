import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import { watchAnswers } from './answers.ts'

/** Options of {@link azureMonitorExporter}. */
export interface AzureMonitorOptions {
  /** Of the Application Insights resource: `InstrumentationKey=…;IngestionEndpoint=https://…`. */
  connectionString: string
  /** A credential of `@azure/identity`, where the resource wants Microsoft Entra ID. */
  credential?: object
}

const PACKAGE = '@azure/monitor-opentelemetry-exporter'

/**
 * Microsoft's own exporter for Azure Monitor.
 *
 * @throws Error that says what to install, where the exporter is not there.
 */
export async function azureMonitorExporter(options: AzureMonitorOptions): Promise<SpanExporter> {
  let module: typeof import('@azure/monitor-opentelemetry-exporter')
  try {
    module = await import('@azure/monitor-opentelemetry-exporter')
  } catch (error) {
    throw new Error(
      `Azure Monitor needs Microsoft's exporter: npm install ${PACKAGE}@1.0.0-beta.47 (its "latest" tag is a preview of 2020, so name the version).`,
      { cause: error },
    )
  }
  const insecure = /(^|;)\s*IngestionEndpoint=(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[^;]*)/i.exec(
    options.connectionString,
  )?.[2]
  return new module.AzureMonitorTraceExporter({
    connectionString: options.connectionString,
    ...(options.credential ? { credential: options.credential as never } : {}),
    additionalPolicies: [{ policy: watchAnswers(), position: 'perCall' }],
    // The exporter makes https of every ingestion endpoint; one on this machine has no certificate.
    ...(insecure ? { host: insecure.replace(/\/+$/, ''), allowInsecureConnection: true } : {}),
  })
}
