import { invalidRequest } from '../api-error.ts'
import { isObject, type JsonObject } from '../body.ts'
import { objectAt, oneOf, requireParameter, stringAt, wrongType } from '../checks.ts'
import type { Turn } from '../prompt.ts'

/** Reads `input`: a text, or a list of messages, tool calls and their outputs. */
export function readInput(body: JsonObject, earlier: Turn[]): Turn[] {
  requireParameter(body, 'input')
  const input = body['input']
  if (typeof input === 'string') return [turn('user', input)]
  if (!Array.isArray(input)) throw wrongType('input', 'one of a string or array of objects', input)
  const called = new Set(earlier.flatMap((each) => each.calls.map((call) => call.id)))
  const turns: Turn[] = []
  for (const [index, value] of input.entries()) {
    const read = readItem(objectAt(value, `input[${index}]`), `input[${index}]`)
    if (!read) continue
    for (const call of read.calls) called.add(call.id)
    if (read.role === 'tool' && !called.has(read.callId ?? '')) {
      throw invalidRequest(`No tool call found for function call output with call_id ${read.callId}.`, 'input')
    }
    turns.push(read)
  }
  return turns
}

function turn(role: Turn['role'], text: string): Turn {
  return { role, text, calls: [], callId: undefined }
}

function readItem(item: JsonObject, path: string): Turn | undefined {
  const type = item['type'] ?? 'message'
  switch (
    oneOf(type, `${path}.type`, ['message', 'function_call', 'function_call_output', 'reasoning', 'item_reference'])
  ) {
    case 'message': {
      const role = oneOf(item['role'], `${path}.role`, ['assistant', 'system', 'developer', 'user'])
      return turn(role === 'developer' ? 'system' : role, readContent(item['content'], `${path}.content`))
    }
    case 'function_call': {
      const call = {
        id: stringAt(item['call_id'], `${path}.call_id`),
        name: stringAt(item['name'], `${path}.name`),
        arguments: stringAt(item['arguments'], `${path}.arguments`),
      }
      return { ...turn('assistant', ''), calls: [call] }
    }
    case 'function_call_output': {
      const output = item['output']
      const text = typeof output === 'string' ? output : readContent(output, `${path}.output`)
      return { ...turn('tool', text), callId: stringAt(item['call_id'], `${path}.call_id`) }
    }
    default:
      return undefined
  }
}

function readContent(content: unknown, path: string): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) throw wrongType(path, 'one of a string or array of objects', content)
  return content
    .map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .filter((text) => text !== '')
    .join('\n')
}
