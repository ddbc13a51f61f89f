import { detectDialects } from './detect.ts'
import { mutableDialects } from './loaded.ts'
import type { Dialect } from './model/dialect.ts'
import type { DialectName } from './model/dialect-name.ts'
import type { GenAiSpan } from './span/span.ts'

/** Where a dialect's chunk is. A name that stands in none of these has no file of its own: the conventions read it. */
const CHUNKS: Readonly<Partial<Record<DialectName, () => Promise<Dialect>>>> = {
  openinference: async () => (await import('./dialects/openinference.ts')).openinference,
  traceloop: async () => (await import('./dialects/traceloop.ts')).traceloop,
  vercel: async () => (await import('./dialects/vercel.ts')).vercel,
  langfuse: async () => (await import('./dialects/langfuse.ts')).langfuse,
  langsmith: async () => (await import('./dialects/langsmith.ts')).langsmith,
  braintrust: async () => (await import('./dialects/braintrust.ts')).braintrust,
  mlflow: async () => (await import('./dialects/mlflow.ts')).mlflow,
  pydantic: async () => (await import('./dialects/pydantic.ts')).pydantic,
  genkit: async () => (await import('./dialects/genkit.ts')).genkit,
  adk: async () => (await import('./dialects/adk.ts')).adk,
}

/** The dialects that are loaded already, or need no chunk. */
export function isLoaded(name: DialectName): boolean {
  return mutableDialects.has(name)
}

/**
 * Loads the chunks of dialects, each once; `readSpan` uses them from then on.
 *
 * @returns whether anything new was loaded: spans that named them in `pending` are then worth reading again
 * @throws where a chunk cannot be loaded; a later call tries again
 */
export async function loadDialects(names: Iterable<DialectName>): Promise<boolean> {
  const missing = [...new Set(names)].filter((name) => !mutableDialects.has(name) && CHUNKS[name])
  const dialects = await Promise.all(missing.map((name) => CHUNKS[name]!()))
  for (const dialect of dialects) mutableDialects.set(dialect.name, dialect)
  return dialects.length > 0
}

/** Loads what a span is written in. */
export function loadDialectsOf(span: GenAiSpan): Promise<boolean> {
  return loadDialects(detectDialects(span))
}
