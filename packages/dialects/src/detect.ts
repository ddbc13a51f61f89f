import { DIALECT_NAMES, type DialectName } from './model/dialect-name.ts'
import { AttributeReader } from './span/attribute-reader.ts'
import type { GenAiLog, GenAiSpan } from './span/span.ts'
import { firstText } from './value.ts'

interface Sign {
  readonly dialect: DialectName
  /** Where the first segment of a name is not enough. */
  readonly name?: RegExp
}

/** What the first segment of an attribute's name (before the first dot or colon) says. */
const SEGMENTS: Readonly<Record<string, readonly Sign[]>> = {
  langfuse: [{ dialect: 'langfuse', name: /^langfuse\.(?:observation|trace|session|user|experiment)/ }],
  braintrust: [
    { dialect: 'braintrust', name: /^braintrust\.(?:input|output|span_attributes|metadata|metrics|scores|expected)/ },
  ],
  langsmith: [{ dialect: 'langsmith' }],
  mlflow: [{ dialect: 'mlflow' }],
  genkit: [{ dialect: 'genkit' }],
  gcp: [{ dialect: 'adk', name: /^gcp\.vertex\.agent\./ }],
  ai: [
    {
      dialect: 'vercel',
      name: /^ai\.(?:operationId|prompt|response|result|toolCall|usage|model|telemetry|settings|values?|schema|embedding|documents|ranking)/,
    },
  ],
  pydantic_ai: [{ dialect: 'pydantic' }],
  logfire: [{ dialect: 'pydantic' }],
  model_request_parameters: [{ dialect: 'pydantic' }],
  all_messages_events: [{ dialect: 'pydantic' }],
  event_loop: [{ dialect: 'strands' }],
  workflow: [{ dialect: 'microsoft', name: /^workflow\.(?:id|definition)$/ }],
  executor: [{ dialect: 'microsoft' }],
  sk: [{ dialect: 'microsoft' }],
  az: [{ dialect: 'azure' }],
  mastra: [{ dialect: 'mastra' }],
  copilot_chat: [{ dialect: 'copilot' }],
  github: [{ dialect: 'copilot', name: /^github\.copilot\./ }],
  spring: [{ dialect: 'spring' }],
  litellm: [{ dialect: 'litellm', name: /^litellm\.(?!call_id$)/ }],
  hidden_params: [{ dialect: 'litellm' }],
  sentry: [{ dialect: 'sentry' }],
  lmnr: [{ dialect: 'laminar' }],
  agentops: [{ dialect: 'agentops' }],
  weave: [{ dialect: 'weave' }],
  wandb: [{ dialect: 'weave' }],
  haystack: [{ dialect: 'haystack' }],
  llamaindex: [{ dialect: 'llamaindex' }],
  crewai: [{ dialect: 'crewai' }],
  crew_key: [{ dialect: 'crewai' }],
  span_data: [{ dialect: 'openai-agents' }],
  claude_code: [{ dialect: 'claude-code' }],
  codex: [{ dialect: 'codex' }],
  gemini_cli: [{ dialect: 'gemini-cli' }],
  lk: [{ dialect: 'livekit' }],
  flue: [{ dialect: 'flue' }],
  openinference: [{ dialect: 'openinference' }],
  input: [
    { dialect: 'openinference', name: /^input\.(?:value|mime_type)$/ },
    { dialect: 'generic', name: /^inputs?$/ },
  ],
  output: [
    { dialect: 'openinference', name: /^output\.(?:value|mime_type)$/ },
    { dialect: 'generic', name: /^outputs?$/ },
  ],
  inputs: [{ dialect: 'generic' }],
  outputs: [{ dialect: 'generic' }],
  prompt: [{ dialect: 'generic', name: /^prompt$/ }],
  tool_arguments: [{ dialect: 'pydantic' }],
  retrieval: [{ dialect: 'openinference', name: /^retrieval\.documents\./ }],
  reranker: [{ dialect: 'openinference' }],
  embedding: [{ dialect: 'openinference', name: /^embedding\.(?:model_name|embeddings)/ }],
  llm: [
    {
      dialect: 'openinference',
      name: /^llm\.(?:input_messages|output_messages|model_name|token_count|invocation_parameters|provider|prompts|choices|tools)/,
    },
    {
      dialect: 'traceloop',
      name: /^llm\.(?:request\.(?:type|functions)|usage\.|prompts\.\d|completions\.\d|is_streaming|user$)/,
    },
  ],
  traceloop: [{ dialect: 'traceloop' }],
  mcp: [{ dialect: 'mcp' }],
  gen_ai: [
    { dialect: 'otel' },
    { dialect: 'traceloop', name: /^gen_ai\.(?:prompt|completion)\.\d/ },
    {
      dialect: 'sentry',
      name: /^gen_ai\.(?:request\.messages|response\.(?:text|tool_calls)|request\.available_tools)$/,
    },
    { dialect: 'litellm', name: /^gen_ai\.cost\./ },
  ],
}

/** What the scope of a span says. */
const SCOPES: readonly (readonly [RegExp, DialectName])[] = [
  [/^langfuse-sdk/, 'langfuse'],
  [/^langsmith$/, 'langsmith'],
  [/^genkit-tracer/, 'genkit'],
  [/^gcp\.vertex\.agent/, 'adk'],
  [/^(?:ai|gen_ai)$/, 'vercel'],
  [/^(?:pydantic-ai|logfire)/, 'pydantic'],
  [/^strands\./, 'strands'],
  [/^(?:agent_framework|semantic_kernel|Microsoft\.SemanticKernel|autogen|Experimental\.Microsoft\.)/, 'microsoft'],
  [/^(?:azure\.ai\.|@azure\/ai-)/, 'azure'],
  [/^@mastra\//, 'mastra'],
  [/^copilot/, 'copilot'],
  [/^litellm/, 'litellm'],
  [/^openrouter/, 'openrouter'],
  [/^llamaindex\.opentelemetry/, 'llamaindex'],
  [/^crewai/, 'crewai'],
  [/^com\.anthropic\.claude_code/, 'claude-code'],
  [/^codex/, 'codex'],
  [/^gemini-cli/, 'gemini-cli'],
  [/^livekit-agents/, 'livekit'],
  [/^@flue\//, 'flue'],
  [/^(?:openinference\.|@arizeai\/openinference)/, 'openinference'],
  [
    /^(?:opentelemetry\.instrumentation\.(?:openai|anthropic|bedrock|cohere|langchain|llamaindex|vertexai|google_generativeai|groq|mistralai|ollama|replicate|together|transformers|watsonx|crewai|haystack|mcp)|@traceloop\/|traceloop\.)/,
    'traceloop',
  ],
]

/** What the name of a provider says, in `gen_ai.system` or `gen_ai.provider.name`. */
const PROVIDERS: readonly (readonly [RegExp, DialectName])[] = [
  [/^strands-agents$/, 'strands'],
  [/^gcp\.vertex\.agent$/, 'adk'],
  [/^(?:az\.ai\.|azure\.ai\.(?:agents|inference)|microsoft\.foundry)/, 'azure'],
  [/^autogen$/, 'microsoft'],
  [/^github$/, 'copilot'],
]

/** What the name of an event or of a log record says. */
const EVENTS: readonly (readonly [RegExp, DialectName])[] = [
  [/^gen_ai\./, 'otel'],
  [/^LLM\w*Event$|^(?:Retrieval|Embedding)\w*Event$/, 'llamaindex'],
  [/^claude_code\./, 'claude-code'],
  [/^codex\./, 'codex'],
  [/^gemini_cli\./, 'gemini-cli'],
  [/^copilot_chat\./, 'copilot'],
]

const MAX_NAMES = 20_000
const NONE: readonly DialectName[] = []

/**
 * The dialects in which a span is written, the one that decides first. It looks at names alone (and at the provider's name), so that it costs
 * little on the many spans that have nothing to do with GenAI.
 */
export function detectDialects(
  span: GenAiSpan,
  attributes: AttributeReader = new AttributeReader(span.attributes),
): readonly DialectName[] {
  const found = new Set<DialectName>()
  addMatches(SCOPES, span.scope?.name, found)
  for (const name of attributes.names.slice(0, MAX_NAMES)) {
    const segment = firstSegment(name)
    const signs = Object.hasOwn(SEGMENTS, segment) ? SEGMENTS[segment] : undefined
    if (signs) for (const sign of signs) if (!sign.name || sign.name.test(name)) found.add(sign.dialect)
  }
  if (found.has('otel')) addMatches(PROVIDERS, attributes.text('gen_ai.provider.name', 'gen_ai.system'), found)
  if (
    attributes.has('span.type') &&
    /^claude_code[._]|interaction$|llm_request$|^tool/.test(attributes.text('span.type') ?? '') &&
    attributes.has('session.id')
  )
    found.add('claude-code')
  if (/^(?:litellm_request|raw_gen_ai_request|Received Proxy Server Request)$/.test(span.name)) found.add('litellm')
  if (span.name.startsWith('haystack.')) found.add('haystack')
  if (
    /^(?:workflow\.(?:run|build)|executor\.process|edge_group\.process|message\.send)/.test(span.name) &&
    found.size > 0
  )
    found.add('microsoft')
  for (const event of (span.events ?? []).slice(0, MAX_NAMES)) addMatches(EVENTS, event.name, found)
  for (const log of (span.logs ?? []).slice(0, MAX_NAMES)) addMatches(EVENTS, logName(log), found)
  return found.size === 0 ? NONE : DIALECT_NAMES.filter((name) => found.has(name))
}

/** The name of a log record: `eventName`, the attribute that stood for it before, or the one that LiteLLM writes. */
export function logName(log: GenAiLog): string | undefined {
  if (log.name !== undefined && log.name !== '') return log.name
  const attributes = new AttributeReader(log.attributes)
  return firstText(attributes.get('event.name'), attributes.get('event_name'))
}

/** Up to the first dot or colon. */
function firstSegment(name: string): string {
  const dot = name.indexOf('.')
  if (dot > 0) return name.startsWith('genkit:') ? 'genkit' : name.slice(0, dot)
  const colon = name.indexOf(':')
  return colon > 0 ? name.slice(0, colon) : name
}

function addMatches(
  table: readonly (readonly [RegExp, DialectName])[],
  text: string | undefined,
  found: Set<DialectName>,
): void {
  if (text !== undefined) for (const [pattern, dialect] of table) if (pattern.test(text)) found.add(dialect)
}
