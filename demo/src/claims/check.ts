import { withSpan } from '@spanlit/core'
import type { Assessment } from '../../server/assess.ts'

/**
 * Sends the claims and the evidence to the backend, as the child of a span for the click.
 *
 * @param onAssessment - Called for each claim as soon as it is assessed.
 * @throws an `Error` with a sentence for the reader.
 */
export function checkClaims(
  claims: string[],
  contexts: string[],
  onAssessment: (assessment: Assessment) => void,
  signal: AbortSignal,
): Promise<void> {
  return withSpan('click Check the claims', async (span) => {
    const response = await fetch('/api/assess-claims', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ claims, contexts }),
      signal,
    })
    let assessed = 0
    for await (const line of linesOf(response)) {
      const message = JSON.parse(line) as Assessment | { error: string }
      if ('error' in message) throw new Error(message.error)
      assessed += 1
      onAssessment(message)
      span.addEvent('claim assessed', { 'claim.index': message.index, 'claim.verdict': message.verdict })
    }
    if (assessed < claims.length) throw new Error('The backend does not answer. Is it still running?')
  })
}

/** The lines of a streamed response, each as soon as it is whole. */
async function* linesOf({ body }: Response): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const lines = (rest + read.value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
