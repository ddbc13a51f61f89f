import { adk } from './dialects/adk.ts'
import { braintrust } from './dialects/braintrust.ts'
import { genkit } from './dialects/genkit.ts'
import { langfuse } from './dialects/langfuse.ts'
import { langsmith } from './dialects/langsmith.ts'
import { mlflow } from './dialects/mlflow.ts'
import { openinference } from './dialects/openinference.ts'
import { pydantic } from './dialects/pydantic.ts'
import { traceloop } from './dialects/traceloop.ts'
import { vercel } from './dialects/vercel.ts'
import { otel } from './dialects/otel/otel.ts'
import type { Dialects } from './loaded.ts'
import type { Dialect } from './model/dialect.ts'

const DIALECTS: readonly Dialect[] = [
  adk,
  braintrust,
  genkit,
  langfuse,
  langsmith,
  mlflow,
  openinference,
  otel,
  pydantic,
  traceloop,
  vercel,
]

/** All dialects at once, for Node: `readSpan(span, { dialects: allDialects })`. */
export const allDialects: Dialects = new Map(DIALECTS.map((dialect) => [dialect.name, dialect]))
