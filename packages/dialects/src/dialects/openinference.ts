import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { Message, Messages, Part } from '../model/message.ts'
import type { RetrievedDocument, Score } from '../model/reading.ts'
import { structureOf } from '../json.ts'
import { media, sourceOfText } from '../shapes/media.ts'
import { message, messagesIn } from '../shapes/message.ts'
import { otherPart, textPart } from '../shapes/part.ts'
import { roleNamed } from '../shapes/role.ts'
import { asValue, toolCall, toolResult } from '../shapes/tool-parts.ts'
import { readTools } from '../shapes/tools.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { at, numbered, textAt, type FlatNode } from '../span/flattened.ts'
import { isRecord, numberOf } from '../value.ts'

/** OpenInference (Arize, Phoenix): flattened messages below `llm.`, `input.value` and `output.value` for everything else. */
export const openinference: Dialect = {
  name: 'openinference',
  kind: ({ attributes }) =>
    kindFrom(attributes, 'openinference.span.kind', {
      llm: 'model',
      chain: 'step',
      agent: 'agent',
      tool: 'tool',
      retriever: 'retrieval',
      reranker: 'rerank',
      embedding: 'embeddings',
      guardrail: 'guardrail',
      evaluator: 'evaluation',
      prompt: 'prompt',
    }),
  fields: {
    model: ['llm.request.model_name', 'llm.model_name', 'embedding.model_name', 'reranker.model_name'],
    responseModel: ['llm.response.model_name'],
    provider: ['llm.provider', 'llm.system'],
    finishReasons: ['llm.finish_reason'],
    inputTokens: ['llm.token_count.prompt'],
    outputTokens: ['llm.token_count.completion'],
    totalTokens: ['llm.token_count.total'],
    cachedTokens: ['llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cache_input'],
    cacheWrittenTokens: ['llm.token_count.prompt_details.cache_write'],
    reasoningTokens: ['llm.token_count.completion_details.reasoning'],
    cost: ['llm.cost.total'],
    inputCost: ['llm.cost.prompt'],
    outputCost: ['llm.cost.completion'],
    session: ['session.id'],
    user: ['user.id'],
    agentName: ['agent.name', 'graph.node.name'],
    agentId: ['graph.node.id'],
    toolName: ['tool.name'],
    toolCallId: ['tool.id', 'tool_call.id'],
    toolDescription: ['tool.description'],
    query: ['reranker.query'],
  },
  sources: [
    { rank: 'flattened', read: readMessages },
    { rank: 'flattened', read: readDocuments },
    { rank: 'flattened', read: readScores },
    { rank: 'value', key: 'input.value', as: 'request' },
    { rank: 'value', key: 'output.value', as: 'response' },
    { rank: 'value', key: 'tool.parameters', as: 'arguments', for: ['tool'] },
    { rank: 'value', key: 'llm.invocation_parameters', as: 'settings' },
    { rank: 'value', key: 'embedding.invocation_parameters', as: 'settings' },
  ],
}

function readMessages({ attributes, kind }: SpanContext): Draft | undefined {
  const input =
    messagesOf(attributes.flattened('llm.input_messages'), 'user') ??
    texts(attributes.flattened('llm.prompts'), ['prompt', 'text'], 'user')
  const output =
    messagesOf(attributes.flattened('llm.output_messages'), 'assistant') ??
    texts(attributes.flattened('llm.choices'), ['completion', 'text'], 'assistant')
  const embedded =
    kind === 'embeddings'
      ? texts(attributes.flattened('embedding.embeddings'), ['embedding', 'text'], 'user')
      : undefined
  const tools = numbered(attributes.flattened('llm.tools')).map((item) => {
    const schema = structureOf(at(item, 'tool', 'json_schema')?.value).value
    return isRecord(schema)
      ? schema
      : {
          name: textAt(item, 'tool', 'name'),
          description: textAt(item, 'tool', 'description'),
          parameters: schema ?? null,
        }
  })
  return {
    ...(input || embedded ? { input: (input ?? embedded)! } : {}),
    ...(output ? { output } : {}),
    ...(tools.length > 0 ? { tools: readTools(tools) } : {}),
  }
}

/** `llm.prompts` was a list of texts before it was flattened. */
function texts(node: FlatNode | undefined, path: readonly string[], role: string): Messages | undefined {
  const messages = numbered(node).flatMap((item) => {
    const text = textAt(item, ...path)
    return text === undefined ? [] : [message(role, [textPart(text)])]
  })
  return messages.length > 0 ? { messages, truncated: false } : undefined
}

function messagesOf(node: FlatNode | undefined, fallbackRole: string): Messages | undefined {
  const messages = numbered(node).map((item) => messageOf(at(item, 'message') ?? item, fallbackRole))
  return messages.length > 0 ? { messages, truncated: false } : undefined
}

function messageOf(node: FlatNode, fallbackRole: string): Message {
  const role = roleNamed(textAt(node, 'role') ?? fallbackRole)
  const content = textAt(node, 'content')
  const blocks = numbered(at(node, 'contents')).flatMap((block) => partOf(at(block, 'message_content') ?? block, block))
  const name = textAt(node, 'name')
  const callId = textAt(node, 'tool_call_id')
  if (role === 'tool') {
    const text = content ?? blocks.map((part) => ('text' in part ? part.text : '')).join('\n')
    return message('tool', [toolResult(callId, name, text)])
  }
  const parts: Part[] = [...contentParts(content, role), ...blocks]
  for (const call of numbered(at(node, 'tool_calls'))) parts.push(callOf(at(call, 'tool_call') ?? call))
  const old = textAt(node, 'function_call_name')
  if (old !== undefined) parts.push(toolCall(undefined, old, textAt(node, 'function_call_arguments_json')))
  return message(role, parts, name)
}

/** The text of a message; some instrumentors put a provider's list of parts there as JSON. */
function contentParts(content: string | undefined, role: string): readonly Part[] {
  if (content === undefined) return []
  const { value } = structureOf(content)
  const isParts =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((part) => isRecord(part) && typeof part['type'] === 'string')
  return isParts ? messagesIn(value, role).flatMap(({ parts }) => parts) : [textPart(content)]
}

function callOf(node: FlatNode): Part {
  return toolCall(textAt(node, 'id'), textAt(node, 'function', 'name'), textAt(node, 'function', 'arguments'))
}

function partOf(content: FlatNode, block: FlatNode): readonly Part[] {
  const type = textAt(content, 'type')
  const text = textAt(content, 'text') ?? ''
  if (type === 'tool_use') return [callOf(at(block, 'tool_call') ?? at(content, 'tool_call') ?? content)]
  if (type === 'reasoning') return [{ type: 'reasoning', text }]
  const image = textAt(content, 'image', 'image', 'url') ?? textAt(content, 'image', 'url')
  if (image !== undefined) return [mediaPart('image', image, undefined)]
  const audio = textAt(content, 'audio', 'audio', 'url') ?? textAt(content, 'audio', 'url')
  const transcript = textAt(content, 'audio', 'audio', 'transcript') ?? textAt(content, 'audio', 'transcript')
  if (audio !== undefined || transcript !== undefined)
    return [
      mediaPart(
        'audio',
        audio ?? '',
        textAt(content, 'audio', 'audio', 'mime_type') ?? textAt(content, 'audio', 'mime_type'),
        transcript,
      ),
    ]
  if (text !== '' || type === 'text') return [textPart(text)]
  return [otherPart(Object.fromEntries([...content.children].map(([key, child]) => [key, child.value])), type)]
}

function mediaPart(modality: string, url: string, mimeType: string | undefined, transcript?: string): Part {
  const type = mimeType ?? /^data:([^;,]+)/.exec(url.slice(0, 100))?.[1]
  return media({ modality, mimeType: type, source: sourceOfText(url), transcript })
}

function readDocuments({ attributes }: SpanContext): Draft | undefined {
  const lists = ['retrieval.documents', 'reranker.output_documents', 'reranker.input_documents']
  for (const prefix of lists) {
    const documents = numbered(attributes.flattened(prefix)).map((item): RetrievedDocument => {
      const node = at(item, 'document') ?? item
      const metadata = at(node, 'metadata')?.value
      return {
        id: textAt(node, 'id'),
        text: textAt(node, 'content') ?? '',
        score: numberOf(at(node, 'score')?.value),
        metadata: metadata === undefined ? undefined : asValue(metadata),
      }
    })
    if (documents.length > 0) return { documents }
  }
  return undefined
}

function readScores({ attributes }: SpanContext): Draft | undefined {
  const scores = [
    ['evaluations', 'evaluation'],
    ['annotations', 'annotation'],
  ].flatMap(([prefix, inner]) =>
    numbered(attributes.flattened(prefix!)).map((item): Score => {
      const node = at(item, inner!) ?? item
      return {
        name: textAt(node, 'name') ?? inner!,
        score: numberOf(at(node, 'score')?.value),
        label: textAt(node, 'label'),
        explanation: textAt(node, 'explanation'),
      }
    }),
  )
  return scores.length > 0 ? { scores } : undefined
}
