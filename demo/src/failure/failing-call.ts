import { withSpan } from '@spanlit/core'
import { APIError } from 'openai'

import { standInClient } from '../tracing.ts'

/** One request as it went over the wire. */
export interface Attempt {
  status: number
  requestId: string
  /** Of a refusal: what the API said and how long it asked to wait, in milliseconds. */
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
  error: { name: string; message: string; code: string } | undefined
}

const QUESTION = 'Write a few sentences on what a rate limit is for.'

/**
 * Calls a model that fails on purpose: the first attempt is refused with a 429, which the client retries by itself; the
 * second streams, and breaks in the middle.
 */
export async function makeItFail(onChange: (call: FailingCall) => void, signal: AbortSignal): Promise<void> {
  const call: FailingCall = { state: 'running', attempts: [], text: '', chunks: 0, error: undefined }
  const changed = (): void => onChange({ ...call })
  changed()
  const client = standInClient(async (url, init) => {
    const response = await fetch(url, init)
    call.attempts.push(await attemptOf(response))
    changed()
    return response
  })
  try {
    await withSpan('click Make it fail', async () => {
      const stream = await client.chat.completions.create(
        { model: 'gpt-5-mini-flaky', messages: [{ role: 'user', content: QUESTION }], stream: true },
        { signal },
      )
      for await (const chunk of stream) {
        call.chunks += 1
        call.text += chunk.choices[0]?.delta.content ?? ''
        changed()
      }
    })
  } catch (error) {
    call.state = signal.aborted ? 'stopped' : 'failed'
    call.error = {
      name: error instanceof Error ? error.constructor.name : typeof error,
      message: error instanceof Error ? error.message : String(error),
      code: error instanceof APIError ? (error.type ?? '') : '',
    }
  }
  changed()
}

async function attemptOf(response: Response): Promise<Attempt> {
  const attempt = {
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? '',
    message: '',
    waitMs: Number(response.headers.get('retry-after-ms') ?? 0),
  }
  if (response.ok) return attempt
  const body = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { error?: { message?: string } }
  return { ...attempt, message: body.error?.message ?? response.statusText }
}
