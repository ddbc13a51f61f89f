import type { Message, Part } from '../../genai/messages.ts'
import { contentParts, toolResponse } from './content.ts'
import { list, object, parsed, text, type Wire } from './read.ts'
import { serverToolParts } from './server-tools.ts'

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
  const role = text(item.role) ?? (type === 'mcp_approval_response' ? 'user' : 'assistant')
  if (type === 'message') return { role, parts: contentParts(item.content) }
  if (type.endsWith('_call_output')) {
    return { role: 'tool', parts: toolResponse(item.call_id ?? item.id, item.output ?? item.status) }
  }
  return { role, parts: itemParts(type, item) }
}

function itemParts(type: string, item: Wire): Part[] {
  switch (type) {
    // Tools that the application runs itself, some of them by the protocol of a computer or a shell.
    case 'function_call':
    case 'custom_tool_call':
    case 'computer_call':
    case 'local_shell_call':
    case 'shell_call':
    case 'apply_patch_call':
      return [
        {
          type: 'tool_call',
          id: text(item.call_id) ?? null,
          name: text(item.name) ?? type.slice(0, -'_call'.length),
          arguments: parsed(item.arguments) ?? item.input ?? item.action ?? item.actions ?? item.operation,
        },
      ]
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
