import type { Message, Part } from '../../messages.ts'
import { list, object, text, type Wire } from '../wire/read.ts'
import { parsed } from './parsed.ts'
import { contentParts, toolResponse } from './parts.ts'

/** Messages of chat completions in the shape of the conventions. */
export function inputMessages(messages: unknown): Message[] {
  return list(messages).map((message) => toMessage(object(message)))
}

/** A message of either side: an answer comes back as input of the next call. */
export function toMessage(message: Wire, roleIfNone = 'user'): Message {
  const role = text(message.role) ?? roleIfNone
  const parts: Part[] = []
  if (role === 'tool' || role === 'function') {
    parts.push(...toolResponse(message.tool_call_id ?? message.name, message.content))
  } else {
    // Reasoning is no part of OpenAI's chat API; services compatible with it send it under either name.
    const reasoning = text(message.reasoning_content) || text(message.reasoning)
    if (reasoning) parts.push({ type: 'reasoning', content: reasoning })
    parts.push(...contentParts(message.content))
    // Images made by a model are no part of it either; OpenRouter puts them here.
    if (message.images) parts.push(...contentParts(message.images))
  }
  const refusal = text(message.refusal)
  if (refusal) parts.push({ type: 'openai.refusal', content: refusal })
  const { audio } = message
  if (audio) addAudioAnswer(parts, object(audio))
  for (const call of list(message.tool_calls)) parts.push(toolCall(object(call)))
  const legacy = message.function_call
  if (legacy) parts.push(toolCall({ function: legacy }))
  const name = text(message.name)
  return name ? { role, parts, name } : { role, parts }
}

function toolCall(call: Wire): Part {
  const { custom } = call
  const fn = object(custom ?? call.function)
  return {
    type: 'tool_call',
    id: text(call.id) ?? null,
    name: text(fn.name) ?? '',
    arguments: custom ? fn.input : parsed(fn.arguments ?? ''),
  }
}

function addAudioAnswer(parts: Part[], audio: Wire): void {
  const data = text(audio.data)
  const transcript = text(audio.transcript) ?? null
  // Audio of an earlier answer is sent back by its id alone.
  if (data === undefined) parts.push({ type: 'file', modality: 'audio', file_id: text(audio.id) ?? '' })
  else parts.push({ type: 'blob', modality: 'audio', content: data, transcript })
}
