import { isObject, type JsonObject } from '../../body.ts'
import type { FunctionTool, PlannedCall } from '../../prompt.ts'
import type { ToolResult } from '../tool-results.ts'

/** A passage that a search returned. */
export interface Passage {
  title: string
  text: string
}

/** The tools a plan works with, found by the parameter that each takes. */
export interface Capabilities {
  search: ((query: string) => PlannedCall) | undefined
  calculate: ((expression: string) => PlannedCall) | undefined
  time: ((timeZone: string) => PlannedCall) | undefined
}

const PARAMETERS = { search: 'query', calculate: 'expression', time: 'time_zone' } as const

export function capabilitiesOf(tools: FunctionTool[]): Capabilities {
  const taking = (parameter: string): ((value: string) => PlannedCall) | undefined => {
    const tool = tools.find(
      ({ parameters }) => isObject(parameters['properties']) && parameter in parameters['properties'],
    )
    return tool && ((value) => ({ name: tool.name, arguments: { [parameter]: value } }))
  }
  return {
    search: taking(PARAMETERS.search),
    calculate: taking(PARAMETERS.calculate),
    time: taking(PARAMETERS.time),
  }
}

/** What the searches among the results found, each passage once. */
export function passages(results: ToolResult[]): Passage[] {
  const found = results
    .filter((result) => PARAMETERS.search in result.arguments)
    .flatMap(({ output }) => (isObject(output) && Array.isArray(output['results']) ? output['results'] : []))
    .filter(isObject)
    .map((passage) => ({ title: textOf(passage['title']), text: textOf(passage['text']) }))
  return [...new Map(found.map((passage) => [passage.title, passage])).values()]
}

/** What the calculations among the results came to, in order; a failed one is its error's text. */
export function calculated(results: ToolResult[]): string[] {
  return results
    .filter((result) => PARAMETERS.calculate in result.arguments)
    .map(({ output }) => textOf(isObject(output) ? (output['result'] ?? output['error']) : output))
}

/** The clock's answers: `{ time_zone, local_time }`. */
export function clocks(results: ToolResult[]): JsonObject[] {
  return results
    .filter((result) => PARAMETERS.time in result.arguments)
    .map(({ output }) => output)
    .filter(isObject)
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
