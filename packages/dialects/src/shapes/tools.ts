import { structureOf } from '../json.ts'
import { type LeftOut, NO_TOOLS, type ToolDefinition, type ToolDefinitions } from '../model/message.ts'
import { isRecord, listOf, textOf, type UnknownRecord, type Value } from '../value.ts'
import { readLeftOut } from './left-out.ts'

const MAX_TOOLS = 2000

/**
 * Reads the tools that a model was offered: OpenAI's form (with or without `function`), Anthropic's `input_schema`, Gemini's
 * `functionDeclarations`, the AI SDK's texts of JSON, Bedrock's `toolSpec`, or names alone.
 */
export function readTools(attribute: unknown): ToolDefinitions {
  const { value } = structureOf(attribute)
  if (value === undefined) return NO_TOOLS
  let leftOut: LeftOut | undefined
  const tools: ToolDefinition[] = []
  const items = Array.isArray(value)
    ? listOf(value)
    : isRecord(value) && value['name'] === undefined
      ? listOf(value['tools'])
      : [value]
  for (const item of items.slice(0, MAX_TOOLS)) {
    const tool = typeof item === 'string' ? (structureOf(item).value ?? item) : item
    const mark = readLeftOut(tool, 'tool')
    leftOut ??= mark
    if (mark) continue
    if (typeof tool === 'string') tools.push({ name: tool, type: 'function', description: '', definition: tool })
    else if (isRecord(tool)) tools.push(...definitions(tool))
  }
  return { tools, leftOut }
}

function definitions(tool: UnknownRecord): readonly ToolDefinition[] {
  const declared = tool['functionDeclarations'] ?? tool['function_declarations']
  if (Array.isArray(declared)) return declared.filter(isRecord).map((inner) => definition(inner, inner))
  const inner = ['function', 'toolSpec', 'tool_spec', 'custom'].map((key) => tool[key]).find(isRecord) ?? tool
  return [definition(inner, tool)]
}

function definition(inner: UnknownRecord, whole: UnknownRecord): ToolDefinition {
  const type = textOf(whole['type'])
  return {
    name: textOf(inner['name']) ?? type ?? Object.keys(whole)[0] ?? 'tool',
    type: type ?? 'function',
    description: textOf(inner['description']) ?? '',
    definition: whole as Value,
  }
}
