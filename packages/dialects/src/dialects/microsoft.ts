import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import { messagesIn } from '../shapes/message.ts'
import { readTools } from '../shapes/tools.ts'
import { recordsOf } from './otel/records.ts'

/** Semantic Kernel, Agent Framework, AutoGen: the conventions, and workflow spans of their own. */
export const microsoft: Dialect = {
  name: 'microsoft',
  kind({ span }) {
    if (/^workflow\.(?:run|build)/.test(span.name)) return 'workflow'
    return /^(?:executor\.process|edge_group\.process|message\.send)/.test(span.name) ? 'step' : undefined
  },
  fields: { finishReasons: ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason'] },
  sources: [
    { rank: 'events', read: readPrompt },
    { rank: 'generic', read: readFunctions },
  ],
}

/** Semantic Kernel in Python logs the prompt of a text completion. */
function readPrompt({ span }: SpanContext): Draft | undefined {
  const [record] = recordsOf(span, /^gen_ai\.prompt$/)
  return record?.body === undefined
    ? undefined
    : { input: { messages: messagesIn(record.body, 'user'), truncated: false }, place: record.place }
}

function readFunctions({ attributes }: SpanContext): Draft | undefined {
  const names = attributes.text('sk.available_functions')
  return names === undefined ? undefined : { tools: readTools(names.split(',', 1000).map((name) => name.trim())) }
}
