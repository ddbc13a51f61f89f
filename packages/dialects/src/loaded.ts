import { otel } from './dialects/otel/otel.ts'
import type { Dialect } from './model/dialect.ts'
import type { DialectName } from './model/dialect-name.ts'

export type Dialects = ReadonlyMap<DialectName, Dialect>

const loaded = new Map<DialectName, Dialect>([['otel', otel]])

/** The dialects that `readSpan` uses if you give it none: the GenAI conventions at once, others when they have been loaded. */
export const loadedDialects: Dialects = loaded

export function addLoaded(dialect: Dialect): void {
  loaded.set(dialect.name, dialect)
}
