import { withSpan } from '@spanlit/core'

import { readLines } from './lines.ts'

export type Verdict = 'True' | 'False' | 'NEE'

/** What the backend found for one claim. */
export interface Assessment {
  index: number
  verdict: Verdict
  context: number
  said?: string
}

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
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify({ claims, contexts }),
      signal,
    })
    if (!response.ok) throw new Error(await refusalOf(response))
    let finished = false
    for await (const line of readLines(response)) {
      const message = JSON.parse(line) as
        | ({ type: 'assessment' } & Assessment)
        | { type: 'done' | 'error'; message?: string }
      if (message.type === 'assessment') {
        onAssessment(message)
        span.addEvent('claim assessed', { 'claim.index': message.index, 'claim.verdict': message.verdict })
      } else if (message.type === 'error') throw new Error(message.message ?? 'The backend gave up.')
      else finished = true
    }
    if (!finished) throw new Error('The backend stopped in the middle. Is it still running?')
  })
}

async function refusalOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const body = JSON.parse(text) as { error?: { message?: string } }
    return body.error?.message ?? text
  } catch {
    return response.status === 502 ? 'The backend does not answer. Is it still running?' : `${response.status} ${text}`
  }
}
