import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { Part } from '../model/message.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { readDocuments } from '../shapes/documents.ts'
import { message, messagesIn, readInstructions, readMessages } from '../shapes/message.ts'
import { otherPart, readPart } from '../shapes/part.ts'
import { asValue, toolCall } from '../shapes/tool-parts.ts'
import { isRecord, listOf, textOf, type Value } from '../value.ts'

/** Vercel's AI SDK 4 to 7: `ai.*` before 7, the conventions with parts of its own from 7 on. */
export const vercel: Dialect = {
  name: 'vercel',
  kind({ span, attributes }) {
    const operation =
      attributes.text('ai.operationId') ?? (/^ai\.\w/.test(span.name.slice(0, 40)) ? span.name : undefined)
    if (operation !== undefined) return kindOf(operation)
    return attributes.text('gen_ai.operation.name') === 'agent_step' ? 'step' : undefined
  },
  fields: {
    model: ['ai.model.id', 'gen_ai.request.model'],
    responseModel: ['ai.response.model', 'gen_ai.response.model'],
    provider: ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider'],
    responseId: ['ai.response.id', 'gen_ai.response.id'],
    finishReasons: [
      'gen_ai.response.finish_reasons',
      'ai.response.finishReason',
      'ai.finishReason',
      'gen_ai.finishReason',
    ],
    inputTokens: ['gen_ai.usage.input_tokens', 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'ai.usage.outputTokens', 'ai.usage.completionTokens'],
    totalTokens: ['ai.usage.totalTokens'],
    cachedTokens: [
      'gen_ai.usage.cache_read.input_tokens',
      'ai.usage.inputTokenDetails.cacheReadTokens',
      'ai.usage.cachedInputTokens',
    ],
    cacheWrittenTokens: ['gen_ai.usage.cache_creation.input_tokens', 'ai.usage.inputTokenDetails.cacheWriteTokens'],
    reasoningTokens: ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'],
    session: [
      'ai.telemetry.metadata.sessionId',
      'ai.telemetry.metadata.session_id',
      'ai.telemetry.metadata.threadId',
      'ai.telemetry.metadata.chatId',
    ],
    user: ['ai.telemetry.metadata.userId', 'ai.telemetry.metadata.user_id'],
    agentName: ['gen_ai.agent.name', 'ai.telemetry.functionId'],
    toolName: ['ai.toolCall.name', 'gen_ai.tool.name'],
    toolCallId: ['ai.toolCall.id', 'gen_ai.tool.call.id'],
    title: ['ai.telemetry.functionId'],
  },
  sources: [
    { rank: 'vendor', key: 'ai.prompt.messages', as: 'input' },
    { rank: 'vendor', read: readPrompt },
    { rank: 'vendor', read: readAnswer },
    { rank: 'vendor', key: 'ai.prompt.tools', as: 'tools' },
    { rank: 'vendor', key: 'ai.toolCall.args', as: 'arguments' },
    { rank: 'vendor', key: 'ai.toolCall.result', as: 'result' },
    { rank: 'vendor', read: readEmbedding },
    { rank: 'vendor', read: readRanking },
  ],
  // The outer spans hold the text of the last step and the sum of all.
  repeatsUsage: ({ span, attributes }) => {
    const operation = attributes.text('ai.operationId') ?? span.name
    return /^ai\.(?:generate|stream|embed|rerank)\w*$/.test(operation.slice(0, 60))
  },
}

function kindOf(operation: string): OperationKind | undefined {
  if (/^ai\.toolCall\b/.test(operation)) return 'tool'
  const isInner = /\.do(?:Generate|Stream|Embed|Rerank)\b/.test(operation)
  if (operation.startsWith('ai.embed')) return isInner ? 'embeddings' : 'step'
  if (operation.startsWith('ai.rerank')) return isInner ? 'rerank' : 'step'
  if (/^ai\.(?:generateImage|generateSpeech|transcribe)/.test(operation)) return 'media'
  return /^ai\.(?:generate|stream)/.test(operation) ? (isInner ? 'model' : 'agent') : undefined
}

/** `{ system, prompt, messages }` as the application gave it, on the outer span. */
function readPrompt({ attributes }: SpanContext): Draft | undefined {
  const { value, truncated } = structureOf(attributes.get('ai.prompt'))
  if (value === undefined) return undefined
  if (!isRecord(value)) return { input: readMessages(value, 'user') }
  const { system, prompt, messages } = value
  const said: unknown = messages ?? prompt
  return {
    ...(system === undefined ? {} : { instructions: readInstructions(system) }),
    ...(said === undefined ? {} : { input: { messages: messagesIn(said, 'user'), truncated } }),
  }
}

function readAnswer({ attributes, kind }: SpanContext): Draft | undefined {
  if (kind === 'tool' || kind === 'embeddings') return undefined
  const parts: Part[] = []
  const reasoning = attributes.text('ai.response.reasoning', 'ai.result.reasoning')
  if (reasoning !== undefined) parts.push(...reasoningParts(reasoning))
  const text = attributes.text('ai.response.text', 'ai.result.text')
  if (text !== undefined) parts.push({ type: 'text', text })
  const object = attributes.get('ai.response.object') ?? attributes.get('ai.result.object')
  if (object !== undefined) parts.push(objectPart(object))
  const calls = structureOf(attributes.get('ai.response.toolCalls') ?? attributes.get('ai.result.toolCalls'))
  for (const call of listOf(calls.value).slice(0, 10_000))
    if (isRecord(call))
      parts.push(toolCall(textOf(call['toolCallId']), textOf(call['toolName']), call['input'] ?? call['args']))
  for (const file of listOf(structureOf(attributes.get('ai.response.files')).value).slice(0, 1000))
    parts.push(...readPart(isRecord(file) ? { ...file, type: 'file', data: file['data'] ?? file['base64'] } : file))
  const finish = attributes.text('ai.response.finishReason')
  return parts.length > 0
    ? { output: { messages: [message('assistant', parts, undefined, finish)], truncated: calls.truncated } }
    : undefined
}

function reasoningParts(reasoning: string): readonly Part[] {
  const { value } = structureOf(reasoning)
  const texts = listOf(value).flatMap((part) => (isRecord(part) ? (textOf(part['text']) ?? []) : []))
  return texts.length > 0
    ? texts.map((text) => ({ type: 'reasoning', text }))
    : [{ type: 'reasoning', text: reasoning }]
}

function objectPart(object: unknown): Part {
  const value: Value = asValue(object)
  return typeof value === 'string' ? { type: 'text', text: value } : otherPart(value, 'object')
}

function readEmbedding({ attributes }: SpanContext): Draft | undefined {
  const taken = attributes.get('ai.values') ?? attributes.get('ai.value')
  if (taken === undefined) return undefined
  const list = Array.isArray(taken) ? (taken as readonly unknown[]) : [taken]
  const texts = list.slice(0, 1000).map((item) => structureOf(item).value)
  const messages = texts.map((text) =>
    message('user', [typeof text === 'string' ? { type: 'text', text } : otherPart(text)]),
  )
  return { input: { messages, truncated: false } }
}

function readRanking({ attributes }: SpanContext): Draft | undefined {
  const ranked = attributes.get('ai.ranking')
  const documents = attributes.get('ai.documents')
  if (documents === undefined) return undefined
  const parsed = listOf(documents).map((item) => structureOf(item).value)
  const all = readDocuments(parsed)
  const scores = listOf(ranked).flatMap((item) => {
    const { value } = structureOf(item)
    const index = isRecord(value) ? (value['originalIndex'] ?? value['index']) : undefined
    const found = typeof index === 'number' ? all[index] : undefined
    return found && isRecord(value) && typeof value['score'] === 'number' ? [{ ...found, score: value['score'] }] : []
  })
  return { documents: scores.length > 0 ? scores : all }
}
