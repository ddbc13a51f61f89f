import type { Message, Part } from '../../genai/messages.ts'
import { mediaFromUrl, modalityOf } from './media.ts'
import { list, object, parsed, text, type Wire } from './read.ts'

/** The input of a response: a text, or items of many kinds. */
export function inputItems(input: unknown): Message[] {
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', content: input }] }]
  return list(input).map((item) => toMessage(object(item)))
}

/** The output items are one answer: the conventions have one message for each choice, and responses have one choice. */
export function outputMessages(output: readonly unknown[]): Message[] {
  const parts = output.flatMap((item) => toMessage(object(item)).parts)
  return parts.length > 0 ? [{ role: 'assistant', parts }] : []
}

function toMessage(item: Wire): Message {
  const type = text(item.type) ?? 'message'
  if (type === 'message') {
    return { role: text(item.role) ?? 'assistant', parts: contentParts(item.content) }
  }
  if (type.endsWith('_call_output')) {
    return { role: 'tool', parts: [{ type: 'tool_call_response', id: text(item.call_id) ?? null, response: outputOf(item.output) }] }
  }
  return { role: 'assistant', parts: itemParts(type, item) }
}

function itemParts(type: string, item: Wire): Part[] {
  switch (type) {
    case 'function_call':
      return [{ type: 'tool_call', id: text(item.call_id) ?? null, name: text(item.name) ?? '', arguments: parsed(item.arguments) }]
    case 'custom_tool_call':
      return [{ type: 'tool_call', id: text(item.call_id) ?? null, name: text(item.name) ?? '', arguments: item.input }]
    case 'reasoning':
      return reasoningParts(item)
    case 'compaction':
      return [{ type: 'compaction', id: text(item.id) ?? null }]
    case 'item_reference':
      return [{ type: 'openai.item_reference', id: text(item.id) ?? null }]
    case 'image_generation_call': {
      const image = text(item.result)
      return [
        serverToolCall('image_generation', item, []),
        ...(image ? [{ type: 'blob', modality: 'image', mime_type: 'image/png', content: image } as const] : []),
      ]
    }
    // Tools that the application runs itself, by the protocol of a computer or a shell.
    case 'computer_call':
    case 'local_shell_call':
    case 'shell_call':
    case 'apply_patch_call':
      return [{ type: 'tool_call', id: text(item.call_id) ?? null, name: type.slice(0, -'_call'.length), arguments: item.action ?? item.operation }]
    default:
      if (type.endsWith('_call')) return serverToolParts(type, item)
      return [{ ...item, type: `openai.${type}` }]
  }
}

/** Tools that run on the API's side hold call and result in one item. */
const RESULT_KEYS = ['results', 'output', 'outputs', 'result', 'error'] as const

function serverToolCall(name: string, item: Wire, without: readonly string[]): Part {
  const details = Object.fromEntries(Object.entries(item).filter(([key]) => !without.includes(key) && key !== 'result'))
  return { type: 'server_tool_call', id: text(item.id) ?? null, name, server_tool_call: { ...details, type: text(item.type) ?? name } }
}

function serverToolParts(type: string, item: Wire): Part[] {
  const name = text(item.name) ?? type.slice(0, -'_call'.length)
  const parts = [serverToolCall(name, item, RESULT_KEYS)]
  const results = Object.fromEntries(RESULT_KEYS.filter((key) => item[key] !== undefined && item[key] !== null).map((key) => [key, item[key]]))
  if (Object.keys(results).length > 0) {
    parts.push({ type: 'server_tool_call_response', id: text(item.id) ?? null, server_tool_call_response: { type, ...results } })
  }
  return parts
}

function reasoningParts(item: Wire): Part[] {
  const texts = [...list(item.summary), ...list(item.content)]
    .map((part) => text(object(part).text))
    .filter((part) => part !== undefined)
  return texts.map((content) => ({ type: 'reasoning', content }))
}

function contentParts(content: unknown): Part[] {
  if (typeof content === 'string') return [{ type: 'text', content }]
  return list(content).map((part) => contentPart(object(part)))
}

function contentPart(part: Wire): Part {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
    case 'reasoning_text':
      return { type: 'text', content: text(part.text) ?? '' }
    case 'refusal':
      return { type: 'openai.refusal', content: text(part.refusal) ?? '' }
    case 'input_image': {
      const id = text(part.file_id)
      return id ? { type: 'file', modality: 'image', file_id: id } : mediaFromUrl(part.image_url, 'image')
    }
    case 'input_file': {
      const id = text(part.file_id)
      if (id) return { type: 'file', modality: 'document', file_id: id }
      const media = mediaFromUrl(part.file_url ?? part.file_data, 'document')
      return media.type === 'blob' ? { ...media, modality: modalityOf(media.mime_type ?? undefined) } : media
    }
    case 'input_audio': {
      const audio = object(part.input_audio)
      return { type: 'blob', modality: 'audio', mime_type: `audio/${text(audio.format) ?? 'wav'}`, content: text(audio.data) ?? '' }
    }
    default:
      return { ...part, type: `openai.${text(part.type) ?? 'part'}` }
  }
}

function outputOf(output: unknown): unknown {
  const texts = list(output).map((part) => text(object(part).text))
  return texts.length > 0 && texts.every((part) => part !== undefined) ? texts.join('') : (output ?? '')
}
