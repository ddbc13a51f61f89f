import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { message } from '../shapes/message.ts'
import { firstText, isRecord } from '../value.ts'

/** OpenRouter's Broadcast: one root span with everything, thin children below it. */
export const openrouter: Dialect = {
  name: 'openrouter',
  kind: ({ attributes }) =>
    attributes.has('gen_ai.prompt') || attributes.has('gen_ai.request.model') ? 'model' : 'step',
  fields: {
    session: ['session.id'],
    user: ['user.id'],
    title: ['trace.name'],
    provider: ['trace.metadata.openrouter.provider_name', 'gen_ai.system'],
  },
  sources: [
    { rank: 'vendor', read: readCompletion },
    { rank: 'value', key: 'trace.input', as: 'request' },
    { rank: 'value', key: 'trace.output', as: 'response' },
    { rank: 'value', key: 'span.input', as: 'request' },
    { rank: 'value', key: 'span.output', as: 'response' },
  ],
}

/** `{ completion, reasoning? }`, beside the raw request of a call that failed. */
function readCompletion({ attributes }: SpanContext): Draft | undefined {
  const { value, truncated } = structureOf(attributes.get('gen_ai.completion'))
  const text = isRecord(value) ? firstText(value['completion']) : undefined
  if (text === undefined || !isRecord(value)) return undefined
  const reasoning = firstText(value['reasoning'])
  const parts = [
    ...(reasoning === undefined ? [] : [{ type: 'reasoning', text: reasoning } as const]),
    { type: 'text', text } as const,
  ]
  return { output: { messages: [message('assistant', parts)], truncated } }
}
