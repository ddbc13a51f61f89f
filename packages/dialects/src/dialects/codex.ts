import type { Dialect, LogReading, NamedLog } from '../model/dialect.ts'
import { message } from '../shapes/message.ts'
import { textPart } from '../shapes/part.ts'
import { toolCall, toolResult } from '../shapes/tool-parts.ts'

/** OpenAI's Codex: log records of a session. Numbers are texts, and the answers of the model are not told. */
export const codex: Dialect = {
  name: 'codex',
  fields: { session: ['conversation.id'], model: ['model', 'slug'], user: ['user.email', 'user.account_id'] },
  elsewhere: 'Codex does not export what the model answers, only prompts and tools.',
  logs: { prefix: 'codex.', read: readLog },
}

function readLog({ name, attributes }: NamedLog): LogReading {
  const common = { session: attributes.text('conversation.id'), user: attributes.text('user.email', 'user.account_id') }
  const model = attributes.text('model', 'slug')
  if (name === 'codex.user_prompt') {
    const text = attributes.text('prompt')
    return text === undefined ? common : { ...common, messages: [message('user', [textPart(text)])] }
  }
  if (name === 'codex.tool_result') {
    const id = attributes.text('call_id')
    const tool = attributes.text('tool_name')
    const isError = attributes.text('success') === 'false' || attributes.get('success') === false
    return {
      ...common,
      messages: [
        message('assistant', [toolCall(id, tool, attributes.get('arguments'))]),
        message('tool', [toolResult(id, tool, attributes.get('output'), { isError })]),
      ],
    }
  }
  if (name === 'codex.sse_event' && attributes.text('event.kind', 'kind') === 'response.completed')
    return {
      ...common,
      fields: {
        model,
        inputTokens: attributes.number('input_token_count'),
        outputTokens: attributes.number('output_token_count'),
        cachedTokens: attributes.number('cached_token_count'),
        reasoningTokens: attributes.number('reasoning_token_count'),
      },
    }
  return { ...common, fields: { model } }
}
