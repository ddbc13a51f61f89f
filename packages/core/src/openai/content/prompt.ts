import type { Message, Part } from '../../messages.ts'
import { mediaFromUrl } from './media.ts'
import { list, object, text } from '../wire/read.ts'

/** The input of APIs that take one text, many, token numbers (of which only the count says anything), or texts and images. */
export function promptMessages(input: unknown): Message[] {
  const items = Array.isArray(input) && typeof input[0] !== 'number' ? list(input) : [input]
  const parts = items.filter((item) => item !== undefined && item !== null).map(promptPart)
  return parts.length > 0 ? [{ role: 'user', parts }] : []
}

function promptPart(item: unknown): Part {
  if (Array.isArray(item)) return { type: 'openai.tokens', count: item.length }
  const { image_url: image, text: content } = object(item)
  return image ? mediaFromUrl(object(image).url, 'image') : { type: 'text', content: text(item) ?? text(content) ?? '' }
}

/**
 * A file that is uploaded with a request: a `File`, a `Blob`, a response or a stream. Its bytes are the request's to read, so it is
 * described by what it says of itself.
 */
export function uploadParts(files: unknown, modality: 'image' | 'audio'): Part[] {
  return (Array.isArray(files) ? files : [files]).filter(Boolean).map((file: unknown) => {
    const { name, path, type, size } = object(file)
    // As it is sent: of a path, which a stream of a file has, the last step.
    const filename = (text(name) ?? text(path))?.split(/[\\/]/).pop()
    return {
      type: 'openai.file',
      modality,
      ...(filename ? { filename } : {}),
      // The type of a `Response` is no MIME type.
      ...(text(type)?.includes('/') ? { mime_type: type } : {}),
      ...(typeof size === 'number' ? { bytes: size } : {}),
    }
  })
}
