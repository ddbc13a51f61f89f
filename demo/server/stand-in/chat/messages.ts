import { invalidRequest } from '../api-error.ts'
import { isObject, type JsonObject } from '../body.ts'
import { objectAt, oneOf, requireParameter, stringAt, wrongType } from '../checks.ts'
import type { ToolCall, Turn } from '../prompt.ts'

/** Reads `messages`, and holds them to the order the API asks for: every tool call answered, every answer called for. */
export function readMessages(body: JsonObject): Turn[] {
  requireParameter(body, 'messages')
  const messages = body['messages']
  if (!Array.isArray(messages)) throw wrongType('messages', 'an array of objects', messages)
  if (messages.length === 0) {
    throw invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'messages',
      'empty_array',
    )
  }
  const turns = messages.map((message, index) => readMessage(message, `messages[${index}]`))
  checkToolOrder(turns)
  return turns
}

function readMessage(value: unknown, path: string): Turn {
  const message = objectAt(value, path)
  const role = oneOf(message['role'], `${path}.role`, ['system', 'assistant', 'user', 'tool', 'developer'])
  const calls = role === 'assistant' ? readCalls(message['tool_calls'], `${path}.tool_calls`) : []
  const mayBeEmpty = role === 'assistant' && calls.length > 0
  return {
    role: role === 'developer' ? 'system' : role,
    text: readContent(message['content'], `${path}.content`, mayBeEmpty),
    calls,
    callId: role === 'tool' ? toolCallId(message, path) : undefined,
  }
}

function toolCallId(message: JsonObject, path: string): string {
  if (message['tool_call_id'] === undefined) {
    throw invalidRequest(
      `Missing parameter '${path}.tool_call_id': messages with role 'tool' must have a 'tool_call_id'.`,
      `${path}.tool_call_id`,
      'missing_required_parameter',
    )
  }
  return stringAt(message['tool_call_id'], `${path}.tool_call_id`)
}

function readContent(content: unknown, path: string, mayBeEmpty: boolean): string {
  if (typeof content === 'string') return content
  if (content === null || content === undefined) {
    if (mayBeEmpty) return ''
    throw invalidRequest(`Invalid value for 'content': expected a string, got null.`, path)
  }
  if (!Array.isArray(content)) throw wrongType(path, 'one of a string or array of objects', content)
  return content
    .map((value, index) => {
      const part = objectAt(value, `${path}[${index}]`)
      const type = oneOf(part['type'], `${path}[${index}].type`, [
        'text',
        'image_url',
        'input_audio',
        'refusal',
        'file',
      ])
      return type === 'text' ? stringAt(part['text'], `${path}[${index}].text`) : ''
    })
    .join('\n')
}

function readCalls(value: unknown, path: string): ToolCall[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw wrongType(path, 'an array of objects', value)
  return value.map((item, index) => {
    const call = objectAt(item, `${path}[${index}]`)
    oneOf(call['type'], `${path}[${index}].type`, ['function'])
    const named = isObject(call['function']) ? call['function'] : {}
    return {
      id: stringAt(call['id'], `${path}[${index}].id`),
      name: stringAt(named['name'], `${path}[${index}].function.name`),
      arguments: stringAt(named['arguments'], `${path}[${index}].function.arguments`),
    }
  })
}

function checkToolOrder(turns: Turn[]): void {
  let open = new Set<string>()
  for (const [index, turn] of turns.entries()) {
    if (turn.role === 'tool') {
      if (!open.delete(turn.callId ?? '')) {
        throw invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        )
      }
      continue
    }
    if (open.size > 0) throw unanswered(open, index)
    open = new Set(turn.calls.map((call) => call.id))
  }
  if (open.size > 0) throw unanswered(open, turns.length)
}

function unanswered(ids: Set<string>, index: number): Error {
  return invalidRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...ids].join(', ')}`,
    `messages.[${index}].role`,
  )
}
