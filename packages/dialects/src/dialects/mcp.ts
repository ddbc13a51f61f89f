import type { Dialect } from '../model/dialect.ts'

/** Spans of the Model Context Protocol, of a client or a server. `mcp.session.id` is a connection and no conversation. */
export const mcp: Dialect = {
  name: 'mcp',
  kind({ attributes }) {
    const method = attributes.text('mcp.method.name')
    if (method === undefined) return undefined
    if (method === 'tools/call') return 'tool'
    if (method === 'prompts/get') return 'prompt'
    return method === 'sampling/createMessage' ? 'model' : 'protocol'
  },
  fields: {
    toolName: ['gen_ai.tool.name', 'mcp.tool.name'],
    title: ['gen_ai.prompt.name', 'mcp.resource.uri', 'mcp.method.name'],
  },
  sources: [
    { rank: 'vendor', key: 'mcp.tool.arguments', as: 'arguments' },
    { rank: 'vendor', key: 'mcp.tool.result', as: 'result' },
  ],
}
