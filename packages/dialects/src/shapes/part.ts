import type { Part } from '../model/message.ts'
import { isRecord, textOf, type Value } from '../value.ts'
import { PARTS_BY_KEY } from './keyed-parts.ts'
import { readLeftOut } from './left-out.ts'
import { isMediaType, mediaOf, sourceOfText, media } from './media.ts'
import { PARTS_BY_TYPE } from './typed-parts.ts'

/** Reads one part of a message, in whatever shape. What has no known shape is kept as it is. */
export function readPart(part: unknown): readonly Part[] {
  if (typeof part === 'string') return [textPart(part)]
  if (!isRecord(part)) return [otherPart(part)]
  const leftOut = readLeftOut(part, 'part')
  if (leftOut) return [{ type: 'left_out', leftOut }]
  // Pydantic AI names it `part_kind`, LlamaIndex `block_type`.
  const type = textOf(part['type']) ?? textOf(part['part_kind']) ?? textOf(part['block_type'])
  if (type !== undefined && Object.hasOwn(PARTS_BY_TYPE, type)) {
    const parts = PARTS_BY_TYPE[type]!(part)
    if (parts.length > 0) return parts
  }
  if (isMediaType(type)) return [mediaOf({ ...part, type })]
  if (type === undefined)
    for (const [key, read] of PARTS_BY_KEY)
      if (part[key] !== undefined && part[key] !== null) {
        const parts = read(part[key], part)
        if (parts.length > 0 || key === 'cachePoint') return parts
      }
  return [otherPart(part)]
}

/** A text, unless the text is a backend's mark of a file. */
export function textPart(text: string): Part {
  if (text.startsWith('@@@langfuseMedia:')) {
    const source = sourceOfText(text)
    const mimeType = /type=([^|]*)/.exec(text.slice(0, 200))?.[1]
    if (source.kind === 'elsewhere') return media({ modality: undefined, mimeType, source })
  }
  return { type: 'text', text }
}

export function otherPart(value: unknown, name?: string): Part {
  const type = isRecord(value) ? (textOf(value['type']) ?? textOf(value['part_kind'])) : undefined
  return { type: 'other', name: name ?? type ?? 'part', value: value === undefined ? null : (value as Value) }
}
