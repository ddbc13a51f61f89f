import type { ToolDefinition } from '../../messages.ts'
import { list, object, text } from '../wire/read.ts'

/** Tool definitions of a request; both APIs' shapes: `{type, function: {…}}` and `{type, name, …}`. */
export function toolDefinitions(tools: unknown): ToolDefinition[] {
  return list(tools).map((tool) => {
    const outer = object(tool)
    const inner = object(outer.function ?? outer.custom ?? outer)
    const type = text(outer.type) ?? 'function'
    const definition: ToolDefinition = { type, name: text(inner.name) ?? text(outer.server_label) ?? type }
    const description = text(inner.description)
    if (description) definition.description = description
    if (inner.parameters !== undefined && inner.parameters !== null) definition.parameters = inner.parameters
    // The grammar of what a custom tool takes; the tools of a namespace.
    if (inner.format) definition.format = inner.format
    if (type === 'namespace') definition.tools = toolDefinitions(outer.tools)
    return definition
  })
}
