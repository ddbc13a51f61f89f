import { withSpan } from '@spanlit/core'
import { standInClient } from '../tracing.ts'

/** One request as it went over the wire. */
export interface Attempt {
  status: number
  requestId: string
  /** What the API said in a refusal, and how many milliseconds it asked to wait. */
  message: string
  waitMs: number
}

/** What the page knows of the failing call, as far as it has come. */
export interface FailingCall {
  state: 'running' | 'failed' | 'stopped'
  attempts: Attempt[]
  text: string
  chunks: number
  /** The error that the call threw in the end. */
  error?: unknown
}

/**
 * Calls a model that fails on purpose: the first attempt is refused with a 429, which the client retries by itself; the
 * second streams, and breaks in the middle.
 */
export async function makeItFail(onChange: (call: FailingCall) => void, signal: AbortSignal): Promise<void> {
  const call: FailingCall = { state: 'running', attempts: [], text: '', chunks: 0 }
  onChange(call)
  const client = standInClient(async (url, init) => {
    const response = await fetch(url, init)
    const refusal = response.ok ? {} : ((await response.clone().json()) as { error?: { message?: string } })
    call.attempts.push({
      status: response.status,
      requestId: response.headers.get('x-request-id') ?? '',
      message: refusal.error?.message ?? '',
      waitMs: Number(response.headers.get('retry-after-ms') ?? 0),
    })
    onChange(call)
    return response
  })
  try {
    await withSpan('click Make it fail', async () => {
      const messages = [{ role: 'user' as const, content: 'Write a few sentences on what a rate limit is for.' }]
      const body = { model: 'gpt-5-mini-flaky', messages, stream: true } as const
      for await (const chunk of await client.chat.completions.create(body, { signal })) {
        call.chunks += 1
        call.text += chunk.choices[0]?.delta.content ?? ''
        onChange(call)
      }
    })
  } catch (error) {
    call.state = signal.aborted ? 'stopped' : 'failed'
    call.error = error
  }
  onChange(call)
}
