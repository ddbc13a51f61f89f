import type { Dialect, LogReading, NamedLog } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { kindFrom } from '../shapes/kind-table.ts'
import { message } from '../shapes/message.ts'
import { textPart } from '../shapes/part.ts'
import { toolCall, toolResult } from '../shapes/tool-parts.ts'

const OPERATIONS: Readonly<Record<string, OperationKind>> = {
  llm_call: 'model',
  tool_call: 'tool',
  agent_call: 'agent',
  user_prompt: 'step',
  system_prompt: 'step',
  schedule_tool_calls: 'step',
}

/** Gemini CLI: log records of a session. Its spans hold any JSON under the conventions' names. */
export const geminiCli: Dialect = {
  name: 'gemini-cli',
  kind: ({ attributes }) => kindFrom(attributes, 'gen_ai.operation.name', OPERATIONS),
  fields: { session: ['session.id', 'gen_ai.conversation.id'], user: ['user.email', 'installation.id'] },
  sources: [
    { rank: 'vendor', key: 'gen_ai.input.messages', as: 'arguments', for: ['tool'] },
    { rank: 'vendor', key: 'gen_ai.output.messages', as: 'result', for: ['tool'] },
    { rank: 'vendor', key: 'gen_ai.input.messages', as: 'request', for: ['model', 'agent', 'step'] },
    { rank: 'vendor', key: 'gen_ai.output.messages', as: 'response', for: ['model', 'agent', 'step'] },
  ],
  logs: { prefix: 'gemini_cli.', read: readLog },
}

function readLog({ name, attributes }: NamedLog): LogReading {
  const common = { session: attributes.text('session.id'), user: attributes.text('user.email', 'installation.id') }
  switch (name) {
    case 'gemini_cli.user_prompt': {
      const text = attributes.text('prompt')
      return text === undefined ? common : { ...common, messages: [message('user', [textPart(text)])] }
    }
    case 'gemini_cli.tool_call': {
      const tool = attributes.text('function_name')
      const isError = attributes.text('success') === 'false' || attributes.get('success') === false
      const given = attributes.get('error') ?? attributes.get('content') ?? (isError ? 'failed' : 'done')
      return {
        ...common,
        messages: [
          message('assistant', [toolCall(undefined, tool, attributes.get('function_args'))]),
          message('tool', [toolResult(undefined, tool, given, { isError })]),
        ],
      }
    }
    case 'gemini_cli.api_response': {
      const text = attributes.text('response_text')
      const thoughts = attributes.number('thoughts_token_count') ?? 0
      const output = attributes.number('output_token_count')
      return {
        ...common,
        ...(text === undefined ? {} : { messages: [message('assistant', [textPart(text)])] }),
        fields: {
          model: attributes.text('model'),
          inputTokens: attributes.number('input_token_count'),
          outputTokens: output === undefined ? undefined : output + thoughts,
          cachedTokens: attributes.number('cached_content_token_count'),
          reasoningTokens: thoughts,
        },
      }
    }
    default:
      return common
  }
}
