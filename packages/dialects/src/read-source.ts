import { structureOf } from './json.ts'
import type { Draft, ReadAs, Source, SpanContext } from './model/dialect.ts'
import type { Messages } from './model/message.ts'
import type { OperationKind } from './model/operation-kind.ts'
import { settingsIn } from './model/settings.ts'
import { readRequest, readResponse } from './shapes/body.ts'
import { usageFields } from './shapes/usage.ts'
import { queryIn, readDocuments } from './shapes/documents.ts'
import { message, readInstructions, readMessages } from './shapes/message.ts'
import { otherPart } from './shapes/part.ts'
import { readTools } from './shapes/tools.ts'
import { textIn } from './shapes/typed-parts.ts'
import { isRecord, listOf } from './value.ts'

/** What the attributes of one span said when they were last read. */
export class ReadingMemo {
  readonly #known = new Map<string, { readonly attribute: unknown; readonly draft: Draft }>()

  read(key: string, attribute: unknown, read: () => Draft): Draft {
    const known = this.#known.get(key)
    if (known && known.attribute === attribute) return known.draft
    const draft = read()
    this.#known.set(key, { attribute, draft })
    return draft
  }
}

/** Reads one source, unless what it could say is known already. */
export function readSource(source: Source, context: SpanContext, known: Draft, memo?: ReadingMemo): Draft | undefined {
  if ('read' in source) return source.read(context)
  const { key } = source
  const { kind } = context
  if (source.for && (kind === undefined || !source.for.includes(kind))) return undefined
  const attribute = context.attributes.get(key)
  if (attribute === undefined || attribute === null || attribute === '') return undefined
  const as = forKind(source.as, kind)
  if (isKnown(as, known, kind)) return undefined
  const read = (): Draft => readAs(as, attribute, kind)
  return memo ? memo.read(`${as} ${key}`, attribute, read) : read()
}

function isSaid(messages: Messages | undefined): boolean {
  return messages !== undefined && messages.messages.some(({ parts }) => parts.length > 0)
}

/** What a tool takes and gives are its arguments and its result. */
function forKind(as: ReadAs, kind: OperationKind | undefined): ReadAs {
  if (kind !== 'tool') return as
  return as === 'request' ? 'arguments' : as === 'response' ? 'result' : as
}

function isKnown(as: ReadAs, known: Draft, kind: OperationKind | undefined): boolean {
  // Where a tool's arguments are known, its messages would say them again.
  if (kind === 'tool' && as === 'input' && known.arguments !== undefined) return true
  if (kind === 'tool' && as === 'output' && known.result !== undefined) return true
  switch (as) {
    case 'instructions':
      return (known.instructions?.messages.length ?? 0) > 0
    case 'input':
    case 'request':
      return isSaid(known.input)
    case 'output':
    case 'response':
      return isSaid(known.output)
    case 'tools':
      return (known.tools?.tools.length ?? 0) > 0
    case 'arguments':
      return known.arguments !== undefined
    case 'result':
      return known.result !== undefined
    case 'documents':
      return (known.documents?.length ?? 0) > 0
    case 'settings':
    case 'usage':
    case 'output text':
    case 'output reasoning':
      return false
  }
}

function readAs(as: ReadAs, attribute: unknown, kind: OperationKind | undefined): Draft {
  switch (as) {
    case 'instructions':
      return { instructions: readInstructions(attribute) }
    case 'input':
      return { input: readMessages(attribute, 'user') }
    case 'output':
      return { output: readMessages(attribute, 'assistant') }
    case 'tools':
      return { tools: readTools(attribute) }
    case 'request':
      return readTaken(attribute, kind)
    case 'response':
      return readGiven(attribute, kind)
    case 'arguments':
      return { arguments: attribute }
    case 'result':
      return { result: attribute }
    case 'documents':
      return { documents: readDocuments(attribute) }
    case 'settings':
      return { settings: settingsIn(attribute) }
    case 'usage': {
      const { value } = structureOf(attribute)
      return isRecord(value) ? { fields: usageFields(value) } : {}
    }
    case 'output text':
    case 'output reasoning': {
      const text = typeof attribute === 'string' ? attribute : ''
      const type = as === 'output text' ? 'text' : 'reasoning'
      return { output: { messages: [message('assistant', [{ type, text }])], truncated: false } }
    }
  }
}

/** What a span took: of a search its query, of an embedding its texts, of anything else a request. */
function readTaken(attribute: unknown, kind: OperationKind | undefined): Draft {
  if (kind === 'embeddings') return { input: embeddedTexts(attribute) }
  const query = kind === 'retrieval' || kind === 'rerank' ? queryIn(attribute) : undefined
  return query === undefined ? readRequest(attribute) : { fields: { query } }
}

/** What a span gave: of a search its documents, of an embedding its vectors, of anything else a response. */
function readGiven(attribute: unknown, kind: OperationKind | undefined): Draft {
  if (kind === 'embeddings') return { output: vectors(attribute) }
  const documents = kind === 'retrieval' || kind === 'rerank' ? readDocuments(attribute) : []
  return documents.length > 0 ? { documents } : readResponse(attribute)
}

const TEXT_KEYS = ['input', 'inputs', 'texts', 'text', 'values', 'value', 'content', 'documents']

function embeddedTexts(attribute: unknown): Messages {
  const { value, truncated } = structureOf(attribute)
  const held = isRecord(value)
    ? TEXT_KEYS.map((key) => value[key]).find((inner) => inner !== undefined && inner !== null)
    : value
  const list = (Array.isArray(held) ? (held as readonly unknown[]) : [held]).slice(0, 1000)
  const texts = list.map((item) => (isRecord(item) ? textIn(item['content'] ?? item['text']) : textIn(item)))
  if (texts.some((text) => text === '')) return readRequest(attribute).input ?? { messages: [], truncated }
  return { messages: texts.map((text) => message('user', [{ type: 'text', text }])), truncated }
}

/** Nobody reads vectors: how many there are, of how many dimensions. */
function vectors(attribute: unknown): Messages {
  const { value, truncated } = structureOf(attribute)
  const list = isRecord(value)
    ? (value['embeddings'] ?? value['data'] ?? value['embedding'] ?? value['vectors'])
    : value
  const first = listOf(list)[0]
  const vector = isRecord(first) ? (first['embedding'] ?? first['vector']) : first
  const isOne = typeof first === 'number'
  const dimensions = isOne ? listOf(list).length : listOf(vector).length
  if (dimensions === 0) return readResponse(attribute).output ?? { messages: [], truncated }
  const summary = { vectors: isOne ? 1 : listOf(list).length, dimensions }
  return { messages: [message('assistant', [otherPart(summary, 'embeddings')])], truncated }
}
