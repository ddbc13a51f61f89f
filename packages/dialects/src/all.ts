import { adk } from './dialects/adk.ts'
import { agentops } from './dialects/agentops.ts'
import { azure } from './dialects/azure.ts'
import { braintrust } from './dialects/braintrust.ts'
import { claudeCode } from './dialects/claude-code.ts'
import { codex } from './dialects/codex.ts'
import { copilot } from './dialects/copilot.ts'
import { crewai } from './dialects/crewai.ts'
import { flue } from './dialects/flue.ts'
import { geminiCli } from './dialects/gemini-cli.ts'
import { generic } from './dialects/generic.ts'
import { genkit } from './dialects/genkit.ts'
import { haystack } from './dialects/haystack.ts'
import { laminar } from './dialects/laminar.ts'
import { langfuse } from './dialects/langfuse.ts'
import { langsmith } from './dialects/langsmith.ts'
import { litellm } from './dialects/litellm.ts'
import { livekit } from './dialects/livekit.ts'
import { llamaindex } from './dialects/llamaindex.ts'
import { mastra } from './dialects/mastra.ts'
import { mcp } from './dialects/mcp.ts'
import { microsoft } from './dialects/microsoft.ts'
import { mlflow } from './dialects/mlflow.ts'
import { openaiAgents } from './dialects/openai-agents.ts'
import { openinference } from './dialects/openinference.ts'
import { openrouter } from './dialects/openrouter.ts'
import { pydantic } from './dialects/pydantic.ts'
import { sentry } from './dialects/sentry.ts'
import { spring } from './dialects/spring.ts'
import { strands } from './dialects/strands.ts'
import { traceloop } from './dialects/traceloop.ts'
import { vercel } from './dialects/vercel.ts'
import { weave } from './dialects/weave.ts'
import { otel } from './dialects/otel/otel.ts'
import type { Dialects } from './loaded.ts'
import type { Dialect } from './model/dialect.ts'

const DIALECTS: readonly Dialect[] = [
  langfuse,
  braintrust,
  langsmith,
  mlflow,
  genkit,
  adk,
  vercel,
  pydantic,
  strands,
  microsoft,
  azure,
  mastra,
  copilot,
  spring,
  litellm,
  openrouter,
  sentry,
  laminar,
  agentops,
  weave,
  haystack,
  llamaindex,
  crewai,
  openaiAgents,
  claudeCode,
  codex,
  geminiCli,
  livekit,
  flue,
  openinference,
  traceloop,
  mcp,
  otel,
  generic,
]

/** All dialects at once, for Node: `readSpan(span, { dialects: allDialects })`. */
export const allDialects: Dialects = new Map(DIALECTS.map((dialect) => [dialect.name, dialect]))
