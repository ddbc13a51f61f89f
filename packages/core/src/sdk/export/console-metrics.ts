// A chunk of its own in a page.
export { ConsoleMetricExporter } from '@opentelemetry/sdk-metrics'
