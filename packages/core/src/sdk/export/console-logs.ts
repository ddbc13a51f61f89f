// A chunk of its own in a page.
export { ConsoleLogRecordExporter } from '@opentelemetry/sdk-logs'
