import { invalidRequest } from './api-error.ts'
import { isObject } from './body.ts'
import { objectAt, oneOf, stringAt, wrongType } from './checks.ts'
import type { FunctionTool, Prompt } from './prompt.ts'

/**
 * Reads `tools`.
 *
 * @param shape - Chat completions nest a function's fields under `function`; responses have them flat.
 */
export function functionTools(value: unknown, shape: 'nested' | 'flat'): FunctionTool[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw wrongType('tools', 'an array of objects', value)
  if (value.length === 0 && shape === 'nested') {
    throw invalidRequest(
      "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'tools',
      'empty_array',
    )
  }
  return value.map((item, index) => {
    const path = `tools[${index}]`
    const tool = objectAt(item, path)
    oneOf(tool['type'], `${path}.type`, ['function'])
    const at = shape === 'nested' ? `${path}.function` : path
    const fields = shape === 'nested' ? objectAt(tool['function'], at) : tool
    const name = stringAt(fields['name'], `${at}.name`)
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      throw invalidRequest(
        `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
        `${at}.name`,
        'invalid_value',
      )
    }
    const parameters = fields['parameters']
    if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
      throw wrongType(`${at}.parameters`, 'an object', parameters)
    }
    if (isObject(parameters) && parameters['type'] !== undefined && parameters['type'] !== 'object') {
      throw invalidRequest(
        `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(parameters['type'])}'.`,
        `${at}.parameters`,
        'invalid_function_parameters',
      )
    }
    return {
      name,
      description: fields['description'] == null ? '' : stringAt(fields['description'], `${at}.description`),
      parameters: isObject(parameters) ? parameters : { type: 'object', properties: {} },
    }
  })
}

/** Reads `tool_choice`, in either API's shape. */
export function toolChoice(value: unknown, tools: FunctionTool[]): Prompt['toolChoice'] {
  if (value === undefined || value === null) return 'auto'
  if (typeof value === 'string') return oneOf(value, 'tool_choice', ['none', 'auto', 'required'] as const)
  const choice = objectAt(value, 'tool_choice')
  oneOf(choice['type'], 'tool_choice.type', ['function'])
  const named = isObject(choice['function']) ? choice['function'] : choice
  const name = stringAt(named['name'], 'tool_choice.function.name')
  if (!tools.some((tool) => tool.name === name)) {
    throw invalidRequest(
      `Invalid value for 'tool_choice': no function named '${name}' was specified in the 'tools' parameter.`,
      'tool_choice',
    )
  }
  return { name }
}
