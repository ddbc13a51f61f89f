import { detectDialects } from './detect.ts'
import { addLoaded, loadedDialects } from './loaded.ts'
import type { Dialect } from './model/dialect.ts'
import type { DialectName } from './model/dialect-name.ts'
import type { GenAiSpan } from './span/span.ts'

/** Where a dialect's chunk is. The conventions need none. */
const CHUNKS: Readonly<Partial<Record<DialectName, () => Promise<Dialect>>>> = {
  langfuse: async () => (await import('./dialects/langfuse.ts')).langfuse,
  braintrust: async () => (await import('./dialects/braintrust.ts')).braintrust,
  langsmith: async () => (await import('./dialects/langsmith.ts')).langsmith,
  mlflow: async () => (await import('./dialects/mlflow.ts')).mlflow,
  genkit: async () => (await import('./dialects/genkit.ts')).genkit,
  adk: async () => (await import('./dialects/adk.ts')).adk,
  vercel: async () => (await import('./dialects/vercel.ts')).vercel,
  pydantic: async () => (await import('./dialects/pydantic.ts')).pydantic,
  strands: async () => (await import('./dialects/strands.ts')).strands,
  microsoft: async () => (await import('./dialects/microsoft.ts')).microsoft,
  azure: async () => (await import('./dialects/azure.ts')).azure,
  mastra: async () => (await import('./dialects/mastra.ts')).mastra,
  copilot: async () => (await import('./dialects/copilot.ts')).copilot,
  spring: async () => (await import('./dialects/spring.ts')).spring,
  litellm: async () => (await import('./dialects/litellm.ts')).litellm,
  openrouter: async () => (await import('./dialects/openrouter.ts')).openrouter,
  sentry: async () => (await import('./dialects/sentry.ts')).sentry,
  laminar: async () => (await import('./dialects/laminar.ts')).laminar,
  agentops: async () => (await import('./dialects/agentops.ts')).agentops,
  weave: async () => (await import('./dialects/weave.ts')).weave,
  haystack: async () => (await import('./dialects/haystack.ts')).haystack,
  llamaindex: async () => (await import('./dialects/llamaindex.ts')).llamaindex,
  crewai: async () => (await import('./dialects/crewai.ts')).crewai,
  'openai-agents': async () => (await import('./dialects/openai-agents.ts')).openaiAgents,
  'claude-code': async () => (await import('./dialects/claude-code.ts')).claudeCode,
  codex: async () => (await import('./dialects/codex.ts')).codex,
  'gemini-cli': async () => (await import('./dialects/gemini-cli.ts')).geminiCli,
  livekit: async () => (await import('./dialects/livekit.ts')).livekit,
  flue: async () => (await import('./dialects/flue.ts')).flue,
  openinference: async () => (await import('./dialects/openinference.ts')).openinference,
  traceloop: async () => (await import('./dialects/traceloop.ts')).traceloop,
  mcp: async () => (await import('./dialects/mcp.ts')).mcp,
  generic: async () => (await import('./dialects/generic.ts')).generic,
}

/** The dialects that are loaded already, or need no chunk. */
export function isLoaded(name: DialectName): boolean {
  return loadedDialects.has(name)
}

/**
 * Loads the chunks of dialects, each once; `readSpan` uses them from then on.
 *
 * @returns whether anything new was loaded: spans that named them in `pending` are then worth reading again
 * @throws where a chunk cannot be loaded; a later call tries again
 */
export async function loadDialects(names: Iterable<DialectName>): Promise<boolean> {
  const missing = [...new Set(names)].filter((name) => !loadedDialects.has(name) && CHUNKS[name])
  const dialects = await Promise.all(missing.map((name) => CHUNKS[name]!()))
  for (const dialect of dialects) addLoaded(dialect)
  return dialects.length > 0
}

/** Loads what a span is written in. */
export function loadDialectsOf(span: GenAiSpan): Promise<boolean> {
  return loadDialects(detectDialects(span))
}
