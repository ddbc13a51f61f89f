/** What a page may be asked to download. A budget is raised only with a reason that a reader of the diff accepts. */
export interface Budget {
  /** The entry as a user imports it. */
  name: string
  /** The built file. */
  file: string
  /** Packages that the user's app has anyway. */
  external?: string[]
  /** Kilobytes (1,000 bytes) of minified, gzipped JavaScript that load before the entry runs; imports on demand are not counted. */
  limit: number
}

export const BUDGETS: Budget[] = [
  { name: '@spanlit/core', file: 'packages/core/dist/index.js', limit: 60 },
  {
    name: '@spanlit/core/openai',
    file: 'packages/core/dist/openai/index.js',
    external: ['@opentelemetry/api'],
    // Every operation of the client, assistants and WebSocket sessions (4.7 kB of it) included.
    limit: 19,
  },
  { name: '@spanlit/viewer/launcher', file: 'packages/viewer/dist/launcher.js', limit: 2 },
  { name: '@spanlit/viewer/define', file: 'packages/viewer/dist/define.js', limit: 40 },
]
