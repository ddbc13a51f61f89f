import type { Signal } from './export/exporter.ts'

/** URLs that were given for one signal alone. */
export type SignalUrls = Partial<Record<Signal, string>>

/** A destination with what it needs, as options and environment say. */
export type Target =
  | { destination: 'azure'; connectionString: string }
  | { destination: 'collector'; tracesUrl: string; baseUrl: string; signalUrls?: SignalUrls }
  | { destination: 'console' }
  | { destination: 'none' }
