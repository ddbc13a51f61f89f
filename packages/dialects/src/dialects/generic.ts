import type { Dialect, Source } from '../model/dialect.ts'

const INPUTS = ['input', 'inputs', 'prompt', 'input.messages']
const OUTPUTS = ['output', 'outputs', 'response', 'completion', 'output.messages']

/** The last resort: names that anyone may use. They say what was said, but not what a span does. */
export const generic: Dialect = {
  name: 'generic',
  fields: { model: ['model', 'model_name', 'llm.model'] },
  sources: [
    ...INPUTS.map((key): Source => ({ rank: 'generic', key, as: 'request' })),
    ...OUTPUTS.map((key): Source => ({ rank: 'generic', key, as: 'response' })),
    { rank: 'generic', key: 'tool_arguments', as: 'arguments' },
    { rank: 'generic', key: 'tool_response', as: 'result' },
  ],
}
