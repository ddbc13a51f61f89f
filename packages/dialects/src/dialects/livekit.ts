import type { Dialect } from '../model/dialect.ts'

/** LiveKit's voice agents. */
export const livekit: Dialect = {
  name: 'livekit',
  kind({ span, attributes }) {
    if (attributes.has('lk.function_tool.output') || span.name === 'function_tool') return 'tool'
    if (/^(?:llm_|llm_request)/.test(span.name)) return 'model'
    if (/^(?:agent_turn|agent_session)/.test(span.name)) return 'agent'
    return /^(?:tts|stt)/.test(span.name) ? 'media' : undefined
  },
  fields: { toolName: ['lk.function_tool.name'], toolCallId: ['lk.function_tool.id'] },
  sources: [
    { rank: 'vendor', key: 'lk.chat_ctx', as: 'request' },
    { rank: 'vendor', key: 'lk.user_transcript', as: 'input' },
    { rank: 'vendor', key: 'lk.user_input', as: 'input' },
    { rank: 'vendor', key: 'lk.input_text', as: 'input' },
    { rank: 'vendor', key: 'lk.response.text', as: 'output' },
    { rank: 'vendor', key: 'lk.function_tool.arguments', as: 'arguments' },
    { rank: 'vendor', key: 'lk.function_tool.output', as: 'result' },
  ],
}
