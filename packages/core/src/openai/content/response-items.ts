import type { Message, Part } from '../../messages.ts'
import { list, object, text, type Wire } from '../wire/read.ts'
import { isToolCall } from '../wire/response-head.ts'
import { parsed } from './parsed.ts'
import { contentParts, toolResponse } from './parts.ts'
import { serverToolParts } from './server-tools.ts'
import { toolDefinitions } from './tools.ts'

/** The input of a response: a text, or items of many kinds. */
export function inputItems(input: unknown): Message[] {
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', content: input }] }]
  return list(input).map((item) => toMessage(object(item)))
}

/**
 * The output items are one answer: the conventions have one message for each choice, and responses have one choice, which what tools
 * at the API gave back is part of. Only a conversation that was made short has the messages of others in it.
 */
export function outputMessages(output: readonly unknown[]): Message[] {
  const isCompacted = output.some((item) => object(item).type === 'compaction')
  const messages: Message[] = []
  for (const item of output) {
    const { role, parts } = toMessage(object(item))
    const last = messages.at(-1)
    if (last && (!isCompacted || role === last.role || role === 'tool')) last.parts.push(...parts)
    else if (parts.length > 0) messages.push({ role: isCompacted ? role : 'assistant', parts })
  }
  return messages
}

function toMessage(item: Wire): Message {
  // The type of a reference, or of a message, may be left out.
  const type = text(item.type) ?? (item.id && !item.role ? 'item_reference' : 'message')
  const role = text(item.role) ?? (type === 'mcp_approval_response' ? 'user' : 'assistant')
  if (type === 'message') return { role, parts: contentParts(item.content) }
  if (type.endsWith('_call_output')) {
    return { role: 'tool', parts: toolResponse(item.call_id ?? item.id, item.output ?? item.status) }
  }
  if (type === 'tool_search_output' && item.execution === 'client') {
    // As they are defined in a request: what a server is called with, its credentials, is not recorded.
    return { role: 'tool', parts: toolResponse(item.call_id, toolDefinitions(item.tools)) }
  }
  return { role, parts: itemParts(type, item) }
}

function itemParts(type: string, item: Wire): Part[] {
  if (isToolCall(item)) {
    const { arguments: given, input, action, actions, operation } = item
    return [
      {
        type: 'tool_call',
        id: text(item.call_id) ?? null,
        name: text(item.name) ?? type.slice(0, -'_call'.length),
        arguments: parsed(given) ?? input ?? action ?? actions ?? operation,
      },
    ]
  }
  switch (type) {
    case 'reasoning':
      // What is encrypted says nothing to a reader.
      return [...list(item.summary), ...list(item.content)].flatMap((part) => {
        const content = text(object(part).text)
        return content ? [{ type: 'reasoning', content }] : []
      })
    case 'compaction':
      return [{ type: 'compaction', id: text(item.id) ?? null }]
    default:
      return type.endsWith('_call') ? serverToolParts(item) : [genericPart(type, item)]
  }
}

/** Items that are no part of what was said; of tools that are listed their names say enough. */
function genericPart(type: string, item: Wire): Part {
  const { tools } = item
  return {
    ...item,
    ...(tools ? { tools: list(tools).map((tool) => object(tool).name ?? object(tool).type) } : {}),
    type: `openai.${type}`,
  }
}
