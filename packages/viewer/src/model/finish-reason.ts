/** A reason after which the answer is not whole. */
export function isCutShort(reason: string): boolean {
  return reason === 'length' || reason === 'max_tokens' || reason === 'content_filter' || reason === 'error'
}
