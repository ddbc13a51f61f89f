import { detectDialects } from './detect.ts'
import { structureOf } from './json.ts'
import { loadedDialects, type Dialects } from './loaded.ts'
import {
  type Dialect,
  type Draft,
  type FieldKeys,
  type FieldName,
  RANKS,
  type Source,
  type SpanContext,
} from './model/dialect.ts'
import { type Messages, NO_MESSAGES, NO_TOOLS } from './model/message.ts'
import type { OperationKind } from './model/operation-kind.ts'
import type { Cost, Reading, Usage } from './model/reading.ts'
import { ordered, settingsOf } from './model/settings.ts'
import { missingContent } from './missing.ts'
import { readSource, type ReadingMemo } from './read-source.ts'
import { withoutRepeatedInstructions } from './repeated-instructions.ts'
import { asValue } from './shapes/tool-parts.ts'
import { AttributeReader } from './span/attribute-reader.ts'
import type { GenAiSpan } from './span/span.ts'
import { isRecord, listOf, numberOf, textOf, type Value } from './value.ts'

export interface ReadOptions {
  /** The dialects to read with; those that were loaded, if you give none. */
  readonly dialects?: Dialects
  /**
   * Keep one for each span that is read again while it changes: what an attribute said is the same object, down to its parts, until that
   * attribute changes.
   */
  readonly memo?: ReadingMemo
}

/**
 * Reads what a span says, whichever library wrote it. Never throws; whatever has no known shape is kept as it is. Dialects that are recognised
 * and not loaded are named in `pending`: load them (`loadDialects`) and read again.
 */
export function readSpan(span: GenAiSpan, { dialects = loadedDialects, memo }: ReadOptions = {}): Reading {
  const attributes = new AttributeReader(span.attributes)
  // A span from a file may lack what the type promises.
  if (typeof span.name !== 'string') return readSpan({ ...span, name: '' }, { dialects, ...(memo ? { memo } : {}) })
  const names = detectDialects(span, attributes)
  if (names.length === 0) return NOTHING_SAID
  const found = names.flatMap((name) => dialects.get(name) ?? [])
  const kind = kindOf(found, { span, attributes })
  const context: SpanContext = { span, attributes, kind }
  const draft = gather(found, context, memo)
  const field = (name: FieldName): unknown => fieldOf(name, found, attributes) ?? draft.fields?.[name]
  const text = (name: FieldName): string | undefined => textIn(field(name))
  const input = draft.input ?? NO_MESSAGES
  const instructions = withoutRepeatedInstructions(draft.instructions ?? NO_MESSAGES, input)
  const cost: Cost = {
    total: numberOf(field('cost')),
    input: numberOf(field('inputCost')),
    output: numberOf(field('outputCost')),
  }
  const agent = { id: text('agentId'), name: text('agentName'), description: text('agentDescription') }
  const reading: Omit<Reading, 'missing'> = {
    dialect: names[0],
    pending: names.filter((name) => !dialects.has(name)),
    kind,
    title: text('title'),
    instructions,
    input,
    output: draft.output ?? NO_MESSAGES,
    tools: draft.tools ?? NO_TOOLS,
    place: { input: draft.inputPlace, output: draft.outputPlace },
    model: text('model'),
    responseModel: text('responseModel'),
    provider: text('provider'),
    responseId: text('responseId'),
    previousResponseId: text('previousResponseId'),
    finishReasons: finishReasonsOf(field('finishReasons'), draft),
    settings: ordered({ ...draft.settings, ...settingsOf(attributes) }),
    usage: usageOf(field, found),
    repeatsUsage:
      kind === 'agent' ||
      kind === 'workflow' ||
      kind === 'step' ||
      found.some((dialect) => dialect.repeatsUsage?.(context)),
    cost: cost.total === undefined && cost.input === undefined && cost.output === undefined ? undefined : cost,
    session: text('session'),
    sessions: sessionsOf(found, attributes, draft),
    user: text('user'),
    agent: agent.id === undefined && agent.name === undefined ? undefined : agent,
    tool: kind === 'tool' ? toolOf(span, text, draft) : undefined,
    query: text('query'),
    documents: draft.documents ?? [],
    scores: draft.scores ?? [],
  }
  return { ...reading, missing: missingContent(reading, found) }
}

/** Most spans of an application have nothing to do with GenAI. */
const NOTHING_SAID: Reading = Object.freeze({
  dialect: undefined,
  pending: [],
  kind: undefined,
  title: undefined,
  instructions: NO_MESSAGES,
  input: NO_MESSAGES,
  output: NO_MESSAGES,
  tools: NO_TOOLS,
  place: { input: undefined, output: undefined },
  model: undefined,
  responseModel: undefined,
  provider: undefined,
  responseId: undefined,
  previousResponseId: undefined,
  finishReasons: [],
  settings: {},
  usage: {
    input: undefined,
    output: undefined,
    total: undefined,
    cached: undefined,
    cacheWritten: undefined,
    reasoning: undefined,
  },
  repeatsUsage: false,
  cost: undefined,
  session: undefined,
  sessions: [],
  user: undefined,
  agent: undefined,
  tool: undefined,
  query: undefined,
  documents: [],
  scores: [],
  missing: undefined,
})

interface Gathered extends Draft {
  readonly inputPlace?: Reading['place']['input']
  readonly outputPlace?: Reading['place']['output']
}

function kindOf(found: readonly Dialect[], context: Omit<SpanContext, 'kind'>): OperationKind | undefined {
  for (const dialect of found) {
    const kind = dialect.kind?.(context)
    if (kind) return kind
  }
  return undefined
}

/** Reads the sources, the most trusted first; each fills what the ones before it have left open. */
function gather(found: readonly Dialect[], context: SpanContext, memo: ReadingMemo | undefined): Gathered {
  const gathered: { -readonly [Key in keyof Gathered]: Gathered[Key] } = {}
  const fields: Partial<Record<FieldName, unknown>> = {}
  const sources: Source[] = found.flatMap((dialect) => dialect.sources ?? [])
  for (const rank of RANKS)
    for (const source of sources) {
      if (source.rank !== rank) continue
      const draft = readSource(source, context, gathered, memo)
      if (!draft) continue
      for (const side of ['input', 'output'] as const)
        if (
          draft[side] &&
          draft[side].messages.length > 0 &&
          (!gathered[side] || (isHollow(gathered[side]) && !isHollow(draft[side])))
        ) {
          gathered[side] = draft[side]
          gathered[side === 'input' ? 'inputPlace' : 'outputPlace'] = draft.place ?? 'attributes'
        }
      if (!gathered.instructions?.messages.length && draft.instructions) gathered.instructions = draft.instructions
      if (!gathered.tools?.tools.length && draft.tools) gathered.tools = draft.tools
      gathered.arguments ??= draft.arguments
      gathered.result ??= draft.result
      if (draft.isError) gathered.isError = true
      if (!gathered.documents?.length && draft.documents) gathered.documents = draft.documents
      if (draft.settings) gathered.settings = { ...draft.settings, ...gathered.settings }
      if (draft.scores) gathered.scores = [...(gathered.scores ?? []), ...draft.scores]
      for (const [name, value] of Object.entries(draft.fields ?? {}) as [FieldName, unknown][]) fields[name] ??= value
    }
  gathered.fields = fields
  return gathered
}

/** Messages without parts: some libraries write them beside the real ones. */
function isHollow({ messages }: Messages): boolean {
  return messages.every(({ parts }) => parts.length === 0)
}

/** Names of OpenTelemetry that any library may use beside its own. */
const COMMON: FieldKeys = {
  session: ['gen_ai.conversation.id', 'session.id'],
  user: ['user.id', 'enduser.id'],
}

/** What stands for nothing in the attributes of some libraries. */
const NOTHING = /^(?:none|null|undefined|n\/a|<not specified>)$/i

function fieldOf(name: FieldName, found: readonly Dialect[], attributes: AttributeReader): unknown {
  for (const keys of [...found.map((dialect) => dialect.fields?.[name]), COMMON[name]])
    for (const key of keys ?? []) {
      const value = attributes.get(key)
      if (!isNothing(value)) return value
    }
  return undefined
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'string' && value.length < 20 && NOTHING.test(value)
}

function sessionsOf(found: readonly Dialect[], attributes: AttributeReader, draft: Draft): readonly string[] {
  const keys = [...found.flatMap((dialect) => dialect.fields?.session ?? []), ...COMMON.session!]
  const values = [...keys.map((key) => attributes.get(key)), draft.fields?.session]
  return [...new Set(values.filter((value) => !isNothing(value)).flatMap((value) => textIn(value) ?? []))]
}

function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}

function finishReasonsOf(value: unknown, draft: Draft): readonly string[] {
  const structure: Value | undefined =
    typeof value === 'string' ? structureOf(value).value : (value as Value | undefined)
  if (typeof structure === 'string')
    return structure
      .split(',')
      .map((reason) => reason.trim())
      .filter((reason) => reason !== '')
  const reasons = listOf(structure).filter((reason) => typeof reason === 'string')
  if (reasons.length > 0) return reasons
  return (draft.output?.messages ?? []).flatMap((message) => message.finishReason ?? [])
}

/** By the conventions input includes what was cached and output includes reasoning; writers that count otherwise are put right. */
function usageOf(field: (name: FieldName) => unknown, found: readonly Dialect[]): Usage {
  const number = (name: FieldName): number | undefined => numberOf(field(name))
  const cached = number('cachedTokens')
  const cacheWritten = number('cacheWrittenTokens')
  const reasoning = number('reasoningTokens')
  let input = number('inputTokens')
  let output = number('outputTokens')
  const cache = (cached ?? 0) + (cacheWritten ?? 0)
  if (input !== undefined && cache > 0 && (cache > input || found[0]?.inputLeavesOutCached)) input += cache
  if (output !== undefined && reasoning !== undefined && found[0]?.outputLeavesOutReasoning) output += reasoning
  return { input, output, total: number('totalTokens'), cached, cacheWritten, reasoning }
}

function toolOf(span: GenAiSpan, text: (name: FieldName) => string | undefined, draft: Draft): Reading['tool'] {
  const named = /^(?:execute_tool|running tool:?|tool)[ :]+(.+)$/.exec(span.name.slice(0, 500))?.[1]
  const value = (attribute: unknown): Value | undefined => (attribute === undefined ? undefined : asValue(attribute))
  const result = value(draft.result)
  return {
    name: text('toolName') ?? named ?? span.name,
    callId: text('toolCallId'),
    description: text('toolDescription'),
    arguments: value(draft.arguments),
    result,
    isError:
      draft.isError ?? (isRecord(result) && (result['isError'] === true || textOf(result['status']) === 'error')),
  }
}
