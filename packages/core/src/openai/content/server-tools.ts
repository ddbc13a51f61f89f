import type { Part } from '../../messages.ts'
import { mimeType } from './media.ts'
import { text, type Wire } from '../wire/read.ts'

/** Tools that run on the API's side hold call and result in one item. */
const RESULT_KEYS = ['results', 'output', 'outputs', 'result', 'error'] as const

/** A call of a tool on the API's side, and its result where there is one. */
export function serverToolParts(item: Wire): Part[] {
  const type = text(item.type) ?? 'tool'
  // An output beside the call refers to it by the call's id.
  const id = text(item.call_id) ?? text(item.id) ?? null
  const isResult = (key: string): boolean => RESULT_KEYS.some((name) => name === key)
  const entries = Object.entries(item)
  const call = Object.fromEntries(entries.filter(([key]) => !isResult(key)))
  const results = Object.fromEntries(
    entries.filter(([key, value]) => isResult(key) && (value ?? undefined) !== undefined),
  )
  const name = text(item.name) ?? type.replace(/_call$/, '')
  const parts: Part[] = [{ type: 'server_tool_call', id, name, server_tool_call: { ...call, type } }]
  const image = type === 'image_generation_call' ? text(item.result) : undefined
  if (image) {
    parts.push({
      type: 'blob',
      modality: 'image',
      mime_type: mimeType('image', text(item.output_format) ?? 'png'),
      content: image,
    })
  } else if (Object.keys(results).length > 0) {
    parts.push({ type: 'server_tool_call_response', id, server_tool_call_response: { ...results, type } })
  }
  return parts
}
