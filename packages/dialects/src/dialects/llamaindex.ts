import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { readResponse } from '../shapes/body.ts'
import { readDocuments } from '../shapes/documents.ts'
import { messagesIn } from '../shapes/message.ts'
import { AttributeReader } from '../span/attribute-reader.ts'
import { isRecord } from '../value.ts'

/** LlamaIndex's own OpenTelemetry integration: span events named by the class of the event. */
export const llamaindex: Dialect = {
  name: 'llamaindex',
  kind({ span }) {
    const names = new Set((span.events ?? []).slice(0, 1000).map(({ name }) => name))
    if (['LLMChatStartEvent', 'LLMCompletionStartEvent', 'LLMChatEndEvent'].some((name) => names.has(name)))
      return 'model'
    if (names.has('RetrievalStartEvent') || names.has('RetrievalEndEvent')) return 'retrieval'
    if (names.has('EmbeddingStartEvent')) return 'embeddings'
    return /Agent|Workflow/.test(span.name) ? 'agent' : undefined
  },
  sources: [{ rank: 'vendor', read: readEvents }],
}

function readEvents({ span }: SpanContext): Draft | undefined {
  const draft: { -readonly [Key in keyof Draft]: Draft[Key] } = {}
  for (const event of (span.events ?? []).slice(0, 10_000)) {
    const attributes = new AttributeReader(event.attributes)
    const { name } = event
    if (/^LLM(?:Chat|Completion)StartEvent$/.test(name)) {
      const taken = structureOf(attributes.get('messages') ?? attributes.get('prompt'))
      if (taken.value !== undefined)
        draft.input = { messages: messagesIn(taken.value, 'user'), truncated: taken.truncated }
      draft.fields = {
        ...draft.fields,
        model: attributes.text('model_dict.model_name', 'model_dict.model', 'model_name'),
      }
      draft.place = 'events'
    } else if (/^LLM(?:Chat|Completion)EndEvent$/.test(name)) {
      const given = structureOf(
        attributes.get('response') ?? attributes.get('response.message') ?? attributes.get('response.message.content'),
      )
      const read = isRecord(given.value) || given.value !== undefined ? readResponse(given.value) : {}
      if (read.output) draft.output = { ...read.output, truncated: given.truncated }
      draft.fields = { ...read.fields, ...draft.fields }
      draft.place = 'events'
    } else if (name === 'RetrievalStartEvent') {
      draft.fields = { ...draft.fields, query: attributes.text('str_or_query_bundle', 'query') }
    } else if (name === 'RetrievalEndEvent') {
      draft.documents = readDocuments(attributes.get('nodes'))
    }
  }
  return Object.keys(draft).length > 0 ? draft : undefined
}
