import { otel } from './dialects/otel/otel.ts'
import type { Dialect } from './model/dialect.ts'
import type { DialectName } from './model/dialect-name.ts'

export type Dialects = ReadonlyMap<DialectName, Dialect>

/** The dialects at hand: the GenAI conventions at once, others when they have been loaded. */
export const mutableDialects: Map<DialectName, Dialect> = new Map<DialectName, Dialect>([['otel', otel]])

/** The dialects that `readSpan` uses if you give it none. */
export const loadedDialects: Dialects = mutableDialects
