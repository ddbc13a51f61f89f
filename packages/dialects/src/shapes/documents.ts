import { structureOf } from '../json.ts'
import type { RetrievedDocument } from '../model/reading.ts'
import { firstText, isRecord, listOf, numberOf, textOf, type UnknownRecord, type Value } from '../value.ts'
import { textIn } from './typed-parts.ts'

const MAX_DOCUMENTS = 2000
const LISTS = [
  'documents',
  'docs',
  'results',
  'nodes',
  'matches',
  'sources',
  'output',
  'outputs',
  'data',
  'chunks',
  'hits',
  'source_documents',
]

/** Reads documents that a search gave back, in the shapes of LangChain, LlamaIndex, Genkit, MLflow, vector stores and others. */
export function readDocuments(attribute: unknown): readonly RetrievedDocument[] {
  const { value } = structureOf(attribute)
  let list: unknown = value
  for (let layer = 0; layer < 3 && isRecord(list); layer++) {
    const holder: UnknownRecord = list
    list = LISTS.map((key) => holder[key]).find((held) => Array.isArray(held) || isRecord(held))
  }
  return listOf(list)
    .slice(0, MAX_DOCUMENTS)
    .flatMap((item) => {
      const inner = typeof item === 'string' ? (structureOf(item).value ?? item) : item
      const made = documentOf(inner)
      return made ? [made] : []
    })
}

function documentOf(item: unknown): RetrievedDocument | undefined {
  if (typeof item === 'string') return { id: undefined, text: item, score: undefined, metadata: undefined }
  if (Array.isArray(item) && isRecord(item[0])) {
    // LangChain: pairs of a document and its score.
    const pair = documentOf(item[0])
    return pair && { ...pair, score: numberOf(item[1]) ?? pair.score }
  }
  if (!isRecord(item)) return undefined
  const holder = ['kwargs', 'document', 'node', 'doc'].map((key) => item[key]).find(isRecord) ?? item
  const text = firstText(
    holder['page_content'],
    holder['pageContent'],
    holder['text'],
    textIn(holder['content']),
    holder['document'],
    holder['body'],
    holder['snippet'],
  )
  const metadata = holder['metadata'] ?? holder['meta']
  const id = firstText(holder['id'], item['id'], holder['id_'], holder['doc_id'], holder['uuid'], holder['document_id'])
  const score = [item['score'], item['similarity'], item['relevance_score'], holder['score'], item['distance']]
    .map(numberOf)
    .find((number) => number !== undefined)
  if (text === undefined && id === undefined && score === undefined)
    return { id: undefined, text: '', score: undefined, metadata: item as Value }
  return { id, text: text ?? '', score, metadata: metadata === undefined ? undefined : (metadata as Value) }
}

/** What was searched for: text, or the field of the arguments that holds it. */
export function queryIn(attribute: unknown): string | undefined {
  const { value } = structureOf(attribute)
  let holder: unknown = value
  for (let layer = 0; layer < 3 && isRecord(holder); layer++) {
    const fields: UnknownRecord = holder
    const text = firstText(
      fields['query'],
      fields['question'],
      fields['input'],
      fields['text'],
      fields['search'],
      fields['query_str'],
    )
    if (text !== undefined) return text
    const query = fields['query']
    if (isRecord(query) && textIn(query['content'] ?? query['text']) !== '')
      return textIn(query['content'] ?? query['text'])
    holder = fields['inputs'] ?? fields['kwargs'] ?? fields['query'] ?? fields['arguments']
  }
  return textOf(holder)
}
