import { otel } from './dialects/otel/otel.ts'
import type { Dialects } from './loaded.ts'
import type { Dialect } from './model/dialect.ts'

const DIALECTS: readonly Dialect[] = [otel]

/** All dialects at once, for Node: `readSpan(span, { dialects: allDialects })`. */
export const allDialects: Dialects = new Map(DIALECTS.map((dialect) => [dialect.name, dialect]))
