import type { Part } from '../../messages.ts'
import { mediaFromUrl, mimeType, modalityOf } from './media.ts'
import { list, object, text, type Wire } from '../wire/read.ts'

/** The content of a message: a text, or parts of many kinds. Empty text is how an answer that is only tool calls comes. */
export function contentParts(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }]
  return list(content).map((part) => contentPart(object(part)))
}

/** One part of a message's content, in any API's shape; what it has beside its content (annotations, log probabilities) is dropped. */
function contentPart(part: Wire): Part {
  switch (part.type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'reasoning_text':
      return { type: 'text', content: text(part.text) ?? text(object(part.text).value) ?? '' }
    case 'refusal':
      return { type: 'openai.refusal', content: text(part.refusal) ?? '' }
    case 'image_url':
    case 'image_file':
    case 'input_image':
    case 'computer_screenshot': {
      const id = text(part.file_id) ?? text(object(part.image_file).file_id)
      if (id) return { type: 'file', modality: 'image', file_id: id }
      return mediaFromUrl(object(part.image_url).url ?? part.image_url, 'image')
    }
    case 'file':
    case 'input_file':
      return filePart(part.file ? object(part.file) : part)
    case 'input_audio':
    case 'output_audio':
    case 'audio':
      return audioPart(part)
    // Of Mistral's models.
    case 'thinking':
      return { type: 'reasoning', content: thinking(part) }
    default:
      return { ...part, type: `openai.${text(part.type) ?? 'part'}` }
  }
}

/** The text of a part that holds the model's thoughts: as a text, or as parts of its own. */
export function thinking(part: Wire): string {
  const pieces = list(part.thinking).map((piece) => text(object(piece).text))
  return text(part.thinking) ?? pieces.join('')
}

function filePart(file: Wire): Part {
  const id = text(file.file_id)
  if (id) return { type: 'file', modality: 'document', file_id: id }
  const data = text(file.file_data)
  const url = text(file.file_url) ?? data
  if (!url) return { type: 'openai.file', filename: text(file.filename) ?? null }
  const media = mediaFromUrl(url, 'document')
  if (media.type === 'blob') return { ...media, modality: modalityOf(media.mime_type ?? undefined) }
  // The content of a file may come as bare base64.
  return url === data && !/^https?:/.test(url) ? { type: 'blob', modality: 'document', content: data } : media
}

/** In a realtime session audio has a transcript, or stays in the session: only chat completions carry it as a file. */
function audioPart(part: Wire): Part {
  const { data, format } = object(part.input_audio)
  const content = text(data)
  if (content) return { type: 'blob', modality: 'audio', mime_type: mimeType('audio', text(format) ?? 'wav'), content }
  const transcript = text(part.transcript)
  return transcript ? { type: 'text', content: transcript } : { type: 'openai.audio' }
}

/** What a tool gave back: its text as the response, and images and files as parts of their own, where limits know how to treat them. */
export function toolResponse(id: unknown, output: unknown): Part[] {
  const respond = (response: unknown): Part => ({ type: 'tool_call_response', id: text(id) ?? null, response })
  if (output === null || typeof output !== 'object') return [respond(output ?? '')]
  const parts = contentParts(Array.isArray(output) ? output : [output])
  if (parts.some((part) => part.type.startsWith('openai.'))) return [respond(output)]
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.content] : []))
  return [respond(texts.join('\n')), ...parts.filter((part) => part.type !== 'text')]
}
