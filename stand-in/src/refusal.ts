import type { Answer } from './answer.ts'

interface Details {
  type?: string
  param?: string | null
  code?: string | null
  headers?: Record<string, string>
}

/** A request that the API refuses, with its status and its JSON. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(status: number, message: string, details: Details = {}) {
    super(message)
    const { type = 'invalid_request_error', param = null, code = null, headers = {} } = details
    this.answer = { status, headers, json: { error: { message, type, param, code } } }
  }
}

/** A 400: the API does not accept the request's body. */
export function invalid(message: string, param: string | null = null, code: string | null = null): Refusal {
  return new Refusal(400, message, { param, code })
}

/** A 429 that names how many milliseconds to wait. */
export function rateLimited(model: string, waitMs: number): Refusal {
  const wait = waitMs < 1000 ? `${waitMs}ms` : `${waitMs / 1000}s`
  const message = `Rate limit reached for ${model} in organization org-standin on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in ${wait}. Visit https://platform.openai.com/account/rate-limits to learn more.`
  return new Refusal(429, message, {
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: {
      'retry-after-ms': String(waitMs),
      'retry-after': String(Math.ceil(waitMs / 1000)),
      'x-ratelimit-limit-requests': '3',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': wait,
    },
  })
}
