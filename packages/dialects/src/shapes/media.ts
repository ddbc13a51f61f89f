import type { MediaPart, MediaSource } from '../model/message.ts'
import { firstText, isRecord, numberOf, textOf, type UnknownRecord } from '../value.ts'

/** `data:image/png;base64,…`: the type and what comes after the comma. */
const DATA_URL = /^data:([^;,]*)(?:;[^,]*)?,/i
/** Langfuse's stand-in for a file. */
const LANGFUSE_MEDIA = /^@@@langfuseMedia:type=([^|]*)\|id=([^|]*)\|source=([^@]*)@@@$/
const REDACTED = /^(?:__REDACTED__|\[?(?:Blob substitute|Filtered|REDACTED|redacted)\]?|<not serializable>)$/

/** The types of parts that hold an image, a sound, a video or a file, in any of the shapes that libraries use. */
const MODALITIES: Readonly<Record<string, string>> = {
  image: 'image',
  image_url: 'image',
  input_image: 'image',
  'image-url': 'image',
  audio: 'audio',
  input_audio: 'audio',
  output_audio: 'audio',
  'audio-url': 'audio',
  video: 'video',
  'video-url': 'video',
  document: 'document',
  'document-url': 'document',
  file: 'file',
  input_file: 'file',
  file_data: 'file',
  media: 'file',
  binary: 'file',
  blob: 'file',
  uri: 'file',
  'uploaded-file': 'file',
  'reasoning-file': 'file',
  container_upload: 'file',
}

export function isMediaType(type: unknown): boolean {
  return typeof type === 'string' && Object.hasOwn(MODALITIES, type)
}

/** Reads a part whose `type` is one of the types above. */
export function mediaOf(part: UnknownRecord): MediaPart {
  const type = textOf(part['type']) ?? ''
  const inner = innerOf(part, type)
  const mimeType = firstText(
    ...[part, inner].flatMap((fields) => [
      fields['mime_type'],
      fields['mimeType'],
      fields['media_type'],
      fields['mediaType'],
      fields['contentType'],
      fields['image_mimetype'],
    ]),
  )
  const format = firstText(inner['format'])
  const known = MODALITIES[type]
  const source = sourceOf(part, inner)
  const dataType = typeInDataUrl(part, inner)
  const ofFormat =
    format === undefined
      ? undefined
      : `${known === 'image' || known === 'audio' || known === 'video' ? known : 'application'}/${format}`
  return media({
    modality: textOf(part['modality']) ?? (known === 'file' ? undefined : known),
    mimeType: mimeType ?? dataType ?? ofFormat,
    source,
    transcript: firstText(inner['transcript'], part['transcript']),
    fileName: firstText(inner['filename'], part['filename'], inner['name'], part['title']),
  })
}

export function media({
  modality,
  mimeType = '',
  source,
  transcript = '',
  fileName,
}: {
  modality: string | undefined
  mimeType: string | undefined
  source: MediaSource
  transcript?: string | undefined
  fileName?: string | undefined
}): MediaPart {
  const kind = modality ?? (/^(?:image|audio|video)\//.exec(mimeType)?.[0].slice(0, -1) || 'file')
  return {
    type: 'media',
    modality: kind,
    mimeType,
    source,
    transcript,
    ...(fileName === undefined ? {} : { fileName }),
  }
}

/** A text that may be a data URL, a link, a file's id, base64, or the mark of what was taken out. */
export function sourceOfText(text: string): MediaSource {
  const short = text.length < 300 ? text : ''
  const kept = LANGFUSE_MEDIA.exec(short)
  if (kept) return { kind: 'elsewhere', where: 'Langfuse', id: kept[2]! }
  if (REDACTED.test(short)) return { kind: 'redacted' }
  const data = DATA_URL.exec(text.slice(0, 200))
  if (data) return { kind: 'data', base64: text.slice(data[0].length) }
  if (/^[a-z][a-z\d+.-]*:/i.test(text.slice(0, 40))) return { kind: 'uri', uri: text }
  return { kind: 'data', base64: text }
}

/** The object inside that holds the source: `image_url: { url }`, `input_audio: { data, format }`, Anthropic's `source`. */
function innerOf(part: UnknownRecord, type: string): UnknownRecord {
  for (const key of [type, 'source', 'file', 'image_url', 'image', 'audio', 'data']) {
    const value = part[key]
    if (isRecord(value)) return isRecord(value['source']) ? { ...value, ...value['source'] } : value
  }
  return part
}

function sourceOf(part: UnknownRecord, inner: UnknownRecord): MediaSource {
  const bytes = numberOf(part['bytes'])
  const file = firstText(inner['file_id'], inner['fileId'], part['file_id'])
  const both = [inner, part]
  const text = firstText(
    ...both.flatMap((fields) => [
      fields['url'],
      fields['uri'],
      fields['fileUri'],
      fields['file_uri'],
      fields['image_url'],
      fields['file_url'],
      fields['data'],
      fields['bytes'],
      fields['base64'],
      fields['file_data'],
      fields['image'],
      fields['audio'],
      fields['content'],
      fields['text'],
    ]),
  )
  if (text !== undefined) return sourceOfText(text)
  const s3 = inner['s3Location']
  if (isRecord(s3)) return { kind: 'uri', uri: textOf(s3['uri']) ?? '' }
  if (file !== undefined) return { kind: 'file', id: file }
  return { kind: 'left_out', bytes: bytes ?? 0 }
}

function typeInDataUrl(part: UnknownRecord, inner: UnknownRecord): string | undefined {
  for (const fields of [inner, part])
    for (const value of Object.values(fields).slice(0, 20))
      if (typeof value === 'string') {
        const match = DATA_URL.exec(value.slice(0, 200))
        if (match?.[1]) return match[1]
        const kept = LANGFUSE_MEDIA.exec(value.slice(0, 300))
        if (kept?.[1]) return kept[1]
      }
  return undefined
}
