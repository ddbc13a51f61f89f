import { isFailed, type Span } from './span.ts'
import { ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK, ATTR_SPANLIT_STREAM_OUTCOME } from '../semconv.ts'

/**
 * In words, how a stream ended that nobody read to its end: `spanlit.stream.outcome`. Nothing failed then, although the reason that the
 * conventions have for an answer without a reason is `error`.
 */
export function brokenOff(span: Span): string | undefined {
  if (isFailed(span)) return undefined
  const { attributes } = span
  switch (attributes.get(ATTR_SPANLIT_STREAM_OUTCOME)) {
    case 'cancelled':
      return 'cancelled by the app'
    case 'abandoned':
      return attributes.has(ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK) ? 'not read to its end' : 'never read'
    default:
      return undefined
  }
}
