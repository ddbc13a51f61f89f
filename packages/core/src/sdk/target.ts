/** A destination with what it needs. */
export type Target =
  | { destination: 'azure'; connectionString: string }
  | { destination: 'collector'; tracesUrl: string; baseUrl: string }
  | { destination: 'console' }
  | { destination: 'none' }
