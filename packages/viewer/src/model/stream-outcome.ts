import { isFailed, type Span } from './span.ts'

/**
 * In words, how a stream ended that nobody read to its end: `spanlit.stream.outcome`. Nothing failed then, although the reason that the
 * conventions have for an answer without a reason is `error`.
 */
export function brokenOff(span: Span): string | undefined {
  if (isFailed(span)) return undefined
  const { attributes } = span
  switch (attributes.get('spanlit.stream.outcome')) {
    case 'cancelled':
      return 'cancelled by the app'
    case 'abandoned':
      return attributes.has('gen_ai.response.time_to_first_chunk') ? 'not read to its end' : 'never read'
    default:
      return undefined
  }
}
