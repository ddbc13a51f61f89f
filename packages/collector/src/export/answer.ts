/** A destination's answer, read as far as it says something. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly url: string
  readonly body: Buffer
  /** True where the body went on: of a destination that never ends, 64 KB are read. */
  readonly isCut: boolean
}

const mostBytes = 64 * 1024
const timeoutMs = 30_000

/** Sends a request once and reads its answer. Rejects where there is none. */
export async function post(
  url: string,
  body: Uint8Array,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Answer> {
  const stop = new AbortController()
  const abort = (): void => stop.abort(signal.reason)
  const timer = setTimeout(() => stop.abort(new Error(`it does not answer within ${timeoutMs / 1000} s`)), timeoutMs)
  timer.unref()
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: body as BodyInit,
      headers,
      // Followed, a 301 would become a GET without the batch, and an API key would go to whatever host it names.
      redirect: 'manual',
      signal: stop.signal,
    })
    const read = await readBody(response)
    return { status: response.status, headers: response.headers, url, ...read }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

async function readBody(response: Response): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done || !reader) break
    chunks.push(value)
    size += value.byteLength
    if (size <= mostBytes) continue
    await reader.cancel().catch(() => {})
    return { body: Buffer.concat(chunks).subarray(0, mostBytes), isCut: true }
  }
  return { body: Buffer.concat(chunks), isCut: false }
}

/** What a request without an answer came to grief on. */
export function networkCause(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { message?: string; code?: string } }
  return cause?.code ?? (cause?.message || message)
}

/** Retry-After as milliseconds from now: seconds or a date (RFC 9110 §10.2.3); 0 would be a request after the other. */
export function readRetryAfter({ headers }: Answer): { retryAfterMs?: number } {
  const value = headers.get('retry-after')
  if (!value) return {}
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: ms } : {}
}

/**
 * True for a status that says nothing against the batch: the destination is away, asks for patience, or is set up in a way that an operator may
 * mend (a key that has expired, a path that is wrong, a proxy that redirects).
 */
export function canBeMended(status: number): boolean {
  return status < 400 || status >= 500 || mendable.has(status)
}

const mendable = new Set([401, 402, 403, 404, 405, 407, 408, 421, 425, 429, 439])

export function mediaType({ headers }: Answer): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
}

export function shortened(text: unknown): string {
  return typeof text === 'string' ? text.slice(0, 300).trim() : ''
}

export function withColon(text: string): string {
  return text && `: ${text}`
}
