import { isGenAiRole, ROLE_WORDS, roleIcon, spanRole } from '@spanlit/dialects'
import { exchangeOf } from './exchange.ts'
import type { SpanReader } from './reading.ts'
import { isGenAiSpan, readingOf } from './readings.ts'
import { rowTextOf } from './subtitle.ts'

/** Reads the messages of spans, in any dialect. */
export const CONTENT_READER: SpanReader = {
  rowText: rowTextOf,
  exchange: exchangeOf,
  role: (span) => {
    const { name, kind, attributes } = span
    return spanRole({ name, kind, attributes }, isGenAiSpan(span) ? readingOf(span).kind : undefined)
  },
  roleWords: (role) => ROLE_WORDS[role],
  roleIcon,
  isGenAi: isGenAiRole,
  usage: (span) => readingOf(span).usage,
  finishReasons: (span) => readingOf(span).finishReasons,
}
