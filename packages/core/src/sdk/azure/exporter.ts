import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'
import type { LogRecordExporter } from '@opentelemetry/sdk-logs'
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import { watchAnswers } from './answers.ts'

/** Options of {@link azureMonitorExporter}. */
export interface AzureMonitorOptions {
  /** The Application Insights resource's connection string: `InstrumentationKey=…;IngestionEndpoint=https://…`. */
  connectionString: string
  /** A credential of `@azure/identity`, where the resource wants Microsoft Entra ID. */
  credential?: object
}

const PACKAGE = '@azure/monitor-opentelemetry-exporter'

/**
 * Microsoft's own exporter of spans for Azure Monitor.
 *
 * @throws Error that says what to install, where the exporter is not there.
 */
export async function azureMonitorExporter(options: AzureMonitorOptions): Promise<SpanExporter> {
  const { AzureMonitorTraceExporter } = await load()
  return new AzureMonitorTraceExporter(toMicrosoft(options))
}

/** The same for log records: GenAI events become custom events. */
export async function azureMonitorLogExporter(options: AzureMonitorOptions): Promise<LogRecordExporter> {
  const { AzureMonitorLogExporter } = await load()
  return new AzureMonitorLogExporter(toMicrosoft(options))
}

/** The same for metrics. */
export async function azureMonitorMetricExporter(options: AzureMonitorOptions): Promise<PushMetricExporter> {
  const { AzureMonitorMetricExporter } = await load()
  return new AzureMonitorMetricExporter(toMicrosoft(options))
}

async function load(): Promise<typeof import('@azure/monitor-opentelemetry-exporter')> {
  try {
    return await import('@azure/monitor-opentelemetry-exporter')
  } catch (error) {
    throw new Error(
      `Azure Monitor needs Microsoft's exporter: npm install ${PACKAGE}@1.0.0-beta.47 (its "latest" tag is a preview of 2020, so name the version).`,
      { cause: error },
    )
  }
}

function toMicrosoft({ connectionString, credential }: AzureMonitorOptions): AzureMonitorExporterOptions {
  const local = /(^|;)\s*IngestionEndpoint=(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[^;]*)/i.exec(
    connectionString,
  )?.[2]
  return {
    connectionString,
    ...(credential ? { credential: credential as never } : {}),
    additionalPolicies: [{ policy: watchAnswers(), position: 'perCall' }],
    // The exporter makes https of every ingestion endpoint; one on this machine has no certificate.
    ...(local ? { host: local.replace(/\/+$/, ''), allowInsecureConnection: true } : {}),
  }
}
