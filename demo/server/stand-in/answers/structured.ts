import { isObject, type JsonObject } from '../body.ts'
import type { Format, Prompt } from '../prompt.ts'
import { exampleOf } from './schema-values.ts'

/** JSON for a structured output: values from the prompt where the schema's names and types suggest them. */
export function structuredAnswer(prompt: Prompt, format: Exclude<Format, { type: 'text' }>): string {
  const asked = prompt.turns.findLast((turn) => turn.role === 'user')?.text ?? ''
  if (format.type === 'json_schema') return JSON.stringify(exampleOf(format.schema, asked, format.schema))
  const keys = [...asked.matchAll(/["'`]([\w-]+)["'`]/g)].map((match) => match[1] ?? '')
  const value: JsonObject = {}
  for (const key of keys) value[key] = exampleOf({ type: 'string', title: key }, asked, {})
  if (!isObject(value) || keys.length === 0) value['answer'] = asked.split('\n')[0]?.slice(0, 200) ?? ''
  return JSON.stringify(value)
}
