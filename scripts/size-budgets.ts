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
  { name: '@spanlit/core', file: 'packages/core/dist/index.js', limit: 54 },
  {
    name: '@spanlit/core/openai',
    file: 'packages/core/dist/instrumentation/index.js',
    external: ['@opentelemetry/api'],
    // Readers of rare operations, content, tools and sockets are chunks of their own. Shared chunks cost 2 kB of it: one file would have 16.6.
    limit: 19.5,
  },
  {
    name: 'the recorder of content, loaded when content is captured',
    file: 'packages/core/dist/openai/content/index.js',
    external: ['@opentelemetry/api'],
    limit: 10,
  },
  {
    name: '@spanlit/core/realtime',
    file: 'packages/core/dist/realtime/index.js',
    external: ['@opentelemetry/api'],
    // The readers of responses' content come with it: a session says nothing else.
    limit: 20.5,
  },
  // All that the entry exports: the conventions, the shapes of messages inside them, the search for invisible characters and the table of content
  // attributes. The viewer loads it after its first picture; every further dialect is a chunk of its own (0.2 to 2 kB).
  { name: '@spanlit/dialects', file: 'packages/dialects/dist/index.js', limit: 28 },
  { name: '@spanlit/viewer/launcher', file: 'packages/viewer/dist/launcher.js', limit: 2 },
  { name: '@spanlit/viewer/define', file: 'packages/viewer/dist/define.js', limit: 40 },
]
