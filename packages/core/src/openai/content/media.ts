import type { BlobPart, Modality, UriPart } from '../../messages.ts'
import { text } from '../wire/read.ts'

const DATA_URL = /^data:([^;,]*)((?:;[^;,]*)*),/i

/** An URL as a part: a data URL is a blob of its own content, since the conventions allow none in `uri`. */
export function mediaFromUrl(url: unknown, modality: Modality): BlobPart | UriPart {
  // The client sends a URL by its JSON.
  const uri = url instanceof URL ? url.href : (text(url) ?? '')
  const head = DATA_URL.exec(uri)
  if (!head) return { type: 'uri', modality, uri }
  const body = uri.slice(head[0].length)
  const isBase64 = /;base64/i.test(head[2] ?? '')
  return { type: 'blob', modality, mime_type: head[1] || null, content: isBase64 ? body : btoa(unescapeBytes(body)) }
}

/** A percent-encoded body as a string of bytes, for `btoa`. */
function unescapeBytes(body: string): string {
  let content = body
  try {
    content = decodeURIComponent(body)
  } catch {
    // A percent sign may stand for itself.
  }
  return String.fromCharCode(...new TextEncoder().encode(content).slice(0, 65_536))
}

/** The modality of a file by its MIME type. */
export function modalityOf(mimeType: string | undefined): Modality {
  const kind = mimeType?.split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

/** The MIME type of a format, which the API mostly names by the ending of its files. */
export function mimeType(modality: Modality, format: string): string {
  return `${modality}/${format === 'mp3' ? 'mpeg' : format === 'svg' ? 'svg+xml' : format}`
}
