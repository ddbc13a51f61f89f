import type { Dialect } from '../model/dialect.ts'

/** Flue: turns, tools, tasks and workflows, each with its own pair of attributes. */
export const flue: Dialect = {
  name: 'flue',
  kind({ attributes }) {
    if (attributes.has('flue.tool.arguments') || attributes.has('flue.tool.result')) return 'tool'
    if (attributes.has('flue.workflow.payload') || attributes.has('flue.workflow.result')) return 'workflow'
    if (attributes.has('flue.task.prompt') || attributes.has('flue.task.result')) return 'agent'
    return attributes.has('flue.turn.input') || attributes.has('flue.turn.output') ? 'model' : undefined
  },
  fields: { toolName: ['flue.tool.name'] },
  sources: [
    { rank: 'vendor', key: 'flue.turn.input', as: 'request' },
    { rank: 'vendor', key: 'flue.turn.output', as: 'response' },
    { rank: 'vendor', key: 'flue.tool.arguments', as: 'arguments' },
    { rank: 'vendor', key: 'flue.tool.result', as: 'result' },
    { rank: 'vendor', key: 'flue.task.prompt', as: 'request' },
    { rank: 'vendor', key: 'flue.task.result', as: 'response' },
    { rank: 'vendor', key: 'flue.workflow.payload', as: 'request' },
    { rank: 'vendor', key: 'flue.workflow.result', as: 'response' },
  ],
}
