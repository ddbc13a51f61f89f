import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { messagesIn } from '../shapes/message.ts'
import { isRecord, type UnknownRecord } from '../value.ts'

/** Strands Agents (AWS): the conventions’ message events with Bedrock's content blocks. */
export const strands: Dialect = {
  name: 'strands',
  fields: {
    session: ['session.id', 'gen_ai.conversation.id'],
    agentName: ['gen_ai.agent.name'],
  },
  sources: [
    { rank: 'attributes', key: 'gen_ai.agent.tools', as: 'tools' },
    { rank: 'details', read: readAgentCoreLog },
  ],
  // Bedrock counts input without what was cached; an agent's numbers add up over all its invocations.
  inputLeavesOutCached: true,
}

/** Bedrock AgentCore logs `{ input: { messages }, output: { messages } }`; the last record holds the longest history. */
function readAgentCoreLog({ span }: SpanContext): Draft | undefined {
  const draft: { -readonly [Key in keyof Draft]: Draft[Key] } = {}
  for (const log of (span.logs ?? []).slice(0, 10_000)) {
    const { value, truncated } = structureOf(log.body)
    if (!isRecord(value)) continue
    for (const side of ['input', 'output'] as const) {
      const held = value[side]
      if (!isRecord(held) || !Array.isArray(held['messages'])) continue
      const messages = messagesIn(held['messages'].map(inner), side === 'input' ? 'user' : 'assistant')
      draft[side] = { messages, truncated }
      draft.place = 'logs'
    }
  }
  return draft.place ? draft : undefined
}

/** The content of a message stands one layer deeper, as JSON of content blocks. */
function inner(message: unknown): unknown {
  if (!isRecord(message) || !isRecord(message['content'])) return message
  const fields: UnknownRecord = message['content']
  return { ...message, content: structureOf(fields['content'] ?? fields['message']).value ?? message['content'] }
}
