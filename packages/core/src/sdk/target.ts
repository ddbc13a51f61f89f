import type { SignalUrls } from './destinations/otlp.ts'

/** A destination with what it needs, as options and environment say. */
export type Target =
  | { destination: 'azure'; connectionString: string }
  | { destination: 'collector'; tracesUrl: string; baseUrl: string; signalUrls?: SignalUrls }
  | { destination: 'console' }
  | { destination: 'none' }
