import { isRecord, textOf, type UnknownRecord } from '../value.ts'
import { isLangChainType } from './role.ts'

/**
 * The fields of a LangChain message, with its role: serialised (`{ lc, id: [..., 'HumanMessage'], kwargs }`), as `{ type: 'human', data }`, or flat.
 * Returns `undefined` for anything else.
 */
export function langChainFields(item: UnknownRecord): UnknownRecord | undefined {
  const kwargs = item['kwargs']
  if (item['lc'] !== undefined && isRecord(kwargs)) {
    const id = item['id']
    const name = Array.isArray(id) ? textOf((id as readonly unknown[]).at(-1)) : undefined
    // Prompts, documents and agents' steps are serialised in the same way.
    if (name !== undefined && !/Message(?:Chunk)?$/.test(name.slice(-40)) && kwargs['content'] === undefined)
      return undefined
    return withCalls({ ...kwargs, role: textOf(kwargs['role']) ?? name ?? textOf(kwargs['type']) ?? 'message' })
  }
  const type = textOf(item['type'])
  if (type === undefined || item['role'] !== undefined || !isLangChainType(type)) return undefined
  if (isRecord(item['data'])) return withCalls({ ...item['data'], role: textOf(item['data']['role']) ?? type })
  // A chat completion's call has the type `function` and a field of that name.
  return item['content'] === undefined || isRecord(item['function']) ? undefined : withCalls({ ...item, role: type })
}

/** The same calls stand twice in older messages: `additional_kwargs` has them in OpenAI's form. */
function withCalls(fields: UnknownRecord): UnknownRecord {
  const calls = fields['tool_calls']
  const additional = fields['additional_kwargs']
  // Content blocks of Anthropic repeat the calls, too.
  const { content } = fields
  const inContent =
    Array.isArray(content) &&
    content.some((block) => isRecord(block) && /^tool_(?:use|call)$/.test(textOf(block['type']) ?? ''))
  if (inContent) return { ...fields, tool_calls: undefined }
  if (Array.isArray(calls) && calls.length > 0) return fields
  return isRecord(additional) && Array.isArray(additional['tool_calls'])
    ? { ...fields, tool_calls: additional['tool_calls'] }
    : fields
}
