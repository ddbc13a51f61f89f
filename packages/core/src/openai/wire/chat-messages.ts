import type { Message, Part } from '../../genai/messages.ts'
import { mediaFromUrl, modalityOf } from './media.ts'
import { list, object, parsed, text, type Wire } from './read.ts'

/** Messages of chat completions in the shape of the conventions. */
export function inputMessages(messages: unknown): Message[] {
  return list(messages).map((message) => toMessage(object(message)))
}

/** A message of either side: an answer comes back as input of the next call. */
export function toMessage(message: Wire): Message {
  const role = text(message.role) ?? 'user'
  const parts: Part[] = []
  if (role === 'tool' || role === 'function') {
    parts.push({ type: 'tool_call_response', id: text(message.tool_call_id) ?? text(message.name) ?? null, response: toolResult(message.content) })
  } else {
    // Reasoning is no part of OpenAI's chat API; services compatible with it send it under either name.
    const reasoning = text(message.reasoning_content) ?? text(message.reasoning)
    if (reasoning) parts.push({ type: 'reasoning', content: reasoning })
    addContent(parts, message.content)
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
  const custom = call.custom === undefined ? undefined : object(call.custom)
  const fn = custom ?? object(call.function)
  return {
    type: 'tool_call',
    id: text(call.id) ?? null,
    name: text(fn.name) ?? '',
    arguments: custom ? custom.input : parsed(fn.arguments),
  }
}

function toolResult(content: unknown): unknown {
  if (typeof content === 'string') return content
  const texts = list(content).map((part) => text(object(part).text))
  return texts.length > 0 && texts.every((part) => part !== undefined) ? texts.join('') : (content ?? '')
}

function addContent(parts: Part[], content: unknown): void {
  if (typeof content === 'string') {
    // An answer that is only tool calls has empty text.
    if (content !== '') parts.push({ type: 'text', content })
    return
  }
  for (const item of list(content)) parts.push(contentPart(object(item)))
}

function contentPart(part: Wire): Part {
  switch (part.type) {
    case 'text':
      return { type: 'text', content: text(part.text) ?? '' }
    case 'refusal':
      return { type: 'openai.refusal', content: text(part.refusal) ?? '' }
    case 'image_url':
      return mediaFromUrl(object(part.image_url).url, 'image')
    case 'input_audio': {
      const audio = object(part.input_audio)
      return { type: 'blob', modality: 'audio', mime_type: `audio/${text(audio.format) ?? 'wav'}`, content: text(audio.data) ?? '' }
    }
    case 'file': {
      const file = object(part.file)
      const id = text(file.file_id)
      if (id) return { type: 'file', modality: 'document', file_id: id }
      const media = mediaFromUrl(file.file_data, 'document')
      if (media.type !== 'blob') return { type: 'openai.file', filename: text(file.filename) ?? null }
      return { ...media, modality: modalityOf(media.mime_type ?? undefined) }
    }
    default:
      return { ...part, type: `openai.${text(part.type) ?? 'part'}` }
  }
}

function addAudioAnswer(parts: Part[], audio: Wire): void {
  const data = text(audio.data)
  const transcript = text(audio.transcript) ?? null
  // Audio of an earlier answer is sent back by its id alone.
  if (data === undefined) parts.push({ type: 'file', modality: 'audio', file_id: text(audio.id) ?? '' })
  else parts.push({ type: 'blob', modality: 'audio', content: data, transcript })
}
