import type { Dialect } from '../model/dialect.ts'

/** CrewAI's own telemetry: plain spans, content only where a crew is shared. */
export const crewai: Dialect = {
  name: 'crewai',
  kind({ span }) {
    if (/^Crew\b/.test(span.name)) return 'workflow'
    if (/^Task\b/.test(span.name)) return 'step'
    return span.name.startsWith('Tool Usage') ? 'tool' : undefined
  },
  fields: {
    toolName: ['tool_name'],
    title: ['crew_key'],
  },
  sources: [
    { rank: 'entity', key: 'crewai.crew.inputs', as: 'request' },
    { rank: 'entity', key: 'crewai.task.description', as: 'request' },
    { rank: 'entity', key: 'crewai.crew.result', as: 'response' },
    { rank: 'entity', key: 'crew_inputs', as: 'request' },
    { rank: 'entity', key: 'crew_output', as: 'response' },
    { rank: 'entity', key: 'task_output', as: 'response' },
  ],
}
