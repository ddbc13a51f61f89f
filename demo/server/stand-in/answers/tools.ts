import { isObject } from '../body.ts'
import { callReply, textReply, type FunctionTool, type Prompt, type Reply } from '../prompt.ts'
import { exampleOf, namesIn } from './schema-values.ts'
import { significantTerms } from './terms.ts'
import { questionIn, type ToolResult } from './tool-results.ts'

/** Calls whichever tools a prompt offers that fit its question, and then tells what they returned. */
export function toolAnswer(prompt: Prompt): Reply | undefined {
  const question = questionIn(prompt)
  if (question.results.length > 0) return textReply(tellResults(question.results))
  if (prompt.tools.length === 0 || prompt.toolChoice === 'none') return undefined
  const chosen = chooseTools(prompt, question.text)
  if (chosen.length === 0) return undefined
  return callReply(...chosen.flatMap((tool) => callsOf(tool, question.text)))
}

function chooseTools(prompt: Prompt, text: string): FunctionTool[] {
  const choice = prompt.toolChoice
  if (typeof choice === 'object') return prompt.tools.filter((tool) => tool.name === choice.name)
  const asked = new Set(significantTerms(text))
  const fitting = prompt.tools.filter((tool) =>
    significantTerms(`${tool.name.replaceAll('_', ' ')} ${tool.description}`).some((term) => asked.has(term)),
  )
  return fitting.length === 0 && choice === 'required' ? prompt.tools.slice(0, 1) : fitting
}

/** One call, or one for each name where the tool takes a single text: the weather in Paris and in Tokyo. */
function callsOf(tool: FunctionTool, text: string): Reply['calls'] {
  const properties = isObject(tool.parameters['properties']) ? Object.entries(tool.parameters['properties']) : []
  const [only] = properties
  const takesOneName =
    properties.length === 1 && isObject(only?.[1]) && only[1]['type'] === 'string' && !Array.isArray(only[1]['enum'])
  const names = namesIn(text)
  if (takesOneName && only && names.length > 1) {
    return names.map((name) => ({ name: tool.name, arguments: { [only[0]]: name } }))
  }
  const value = exampleOf(tool.parameters, text, tool.parameters)
  return [{ name: tool.name, arguments: isObject(value) ? value : {} }]
}

function tellResults(results: ToolResult[]): string {
  const lines = results.map(
    (result) => `- \`${result.name}\` (${readable(result.arguments)}): **${readable(result.output)}**`,
  )
  return `Here is what I found:\n\n${lines.join('\n')}\n`
}

function readable(value: unknown): string {
  if (Array.isArray(value)) return value.map(readable).join('; ')
  if (isObject(value)) {
    return Object.entries(value)
      .map(([key, child]) => `${key.replaceAll('_', ' ')} ${readable(child)}`)
      .join(', ')
  }
  return String(value)
}
