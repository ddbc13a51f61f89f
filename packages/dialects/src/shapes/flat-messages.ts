import type { Message, Messages, Part } from '../model/message.ts'
import { at, numbered, textAt, type FlatNode } from '../span/flattened.ts'
import { contentOf } from './content-text.ts'
import { isRecord } from '../value.ts'
import { message, messagesIn } from './message.ts'
import { roleNamed } from './role.ts'
import { plainResult, toolCall, toolResult } from './tool-parts.ts'

/**
 * Reads OpenLLMetry's flattened messages: `gen_ai.prompt.0.role`, `.content`, `.tool_calls.0.name`. Content may be JSON of a provider's parts.
 */
export function flatMessages(node: FlatNode | undefined, fallbackRole: string): Messages | undefined {
  const nodes = numbered(node)
  if (nodes.length === 0) return undefined
  let truncated = false
  const messages = nodes.flatMap((item): readonly Message[] => {
    const role = roleNamed(textAt(item, 'role') ?? fallbackRole)
    const { value, truncated: isCut } = contentOf(at(item, 'content')?.value)
    truncated ||= isCut
    const calls: Part[] = numbered(at(item, 'tool_calls')).map((call) =>
      toolCall(
        textAt(call, 'id'),
        textAt(call, 'name') ?? textAt(call, 'function', 'name'),
        textAt(call, 'arguments') ?? textAt(call, 'function', 'arguments'),
      ),
    )
    const old = textAt(item, 'function_call', 'name')
    if (old !== undefined) calls.push(toolCall(undefined, old, textAt(item, 'function_call', 'arguments')))
    const callId = textAt(item, 'tool_call_id')
    if (role === 'tool') return [message('tool', [toolResult(callId, textAt(item, 'name'), plainResult(value))])]
    const finish = textAt(item, 'finish_reason')
    const before: Part[] = [at(item, 'reasoning')?.value].flatMap((text) =>
      typeof text === 'string' && text !== '' ? [{ type: 'reasoning', text } as const] : [],
    )
    const refusal = textAt(item, 'refusal')
    const after: Part[] = refusal === undefined ? [] : [{ type: 'refusal', text: refusal }]
    // Anthropic's thinking is a completion of its own.
    if (role === 'thinking')
      return [
        message('assistant', [
          { type: 'reasoning', text: typeof value === 'string' ? value : (textAt(item, 'content') ?? '') },
        ]),
      ]
    const spoken = contentMessages(value, role)
    const own = message(
      role,
      [...before, ...spoken.flatMap((made) => (made.role === role ? made.parts : [])), ...after, ...calls],
      undefined,
      finish,
    )
    const others = spoken.filter((made) => made.role !== role)
    return own.parts.length > 0 || others.length === 0 ? [own, ...others] : others
  })
  return { messages, truncated }
}

function contentMessages(value: unknown, role: string): readonly Message[] {
  if (value === undefined || value === null || value === '') return []
  return messagesIn(isRecord(value) ? [value] : value, role)
}
