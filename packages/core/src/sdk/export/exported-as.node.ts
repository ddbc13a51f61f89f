import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { ContentPolicy } from '../../content-policy.ts'
import { settings } from '../../settings.ts'
import type { TracingOptions } from '../options.ts'
import { underContentPolicy } from './content-policy.ts'
import { MappedExporter, type MapSpan } from './mapped-exporter.ts'
import { withReaderNames } from './reader-names.ts'

/** Wraps an exporter so that it gets spans in the form that the options ask for. */
export function exportedAs(options: TracingOptions, policy: ContentPolicy): (exporter: SpanExporter) => SpanExporter {
  const { contentPolicyFor = 'all', readerNames = false } = options
  const maps: MapSpan[] = []
  if (contentPolicyFor === 'all') {
    maps.push(
      underContentPolicy((name, value, span) =>
        settings.recorder?.ofOtherLibrary(policy, name, value, span.attributes),
      ),
    )
  }
  if (readerNames) maps.push(withReaderNames)
  return (exporter) => maps.reduceRight<SpanExporter>((inner, map) => new MappedExporter(inner, map), exporter)
}

/** In a page this is a chunk that is loaded; here it is there. */
export async function loadExportPolicy(): Promise<typeof exportedAs> {
  return exportedAs
}
