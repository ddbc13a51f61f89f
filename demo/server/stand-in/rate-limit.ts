import { ApiError } from './api-error.ts'

export interface Limits {
  requestsPerMinute: number
  tokensPerMinute: number
}

/** The two token buckets that the API keeps for a key and a model, and the headers that report them. */
export interface RateLimit {
  /** Takes one request of so many tokens, or throws the API's 429. */
  take(model: string, tokens: number): void
  /** The `x-ratelimit-*` headers as they stand now. */
  headers(): Record<string, string>
}

export function rateLimit(limits: Limits): RateLimit {
  const requests = bucket(limits.requestsPerMinute)
  const tokens = bucket(limits.tokensPerMinute)
  const headers = (): Record<string, string> => ({
    'x-ratelimit-limit-requests': String(limits.requestsPerMinute),
    'x-ratelimit-limit-tokens': String(limits.tokensPerMinute),
    'x-ratelimit-remaining-requests': String(requests.left()),
    'x-ratelimit-remaining-tokens': String(tokens.left()),
    'x-ratelimit-reset-requests': duration(requests.millisecondsToFull()),
    'x-ratelimit-reset-tokens': duration(tokens.millisecondsToFull()),
  })
  return {
    headers,
    take(model, count) {
      const refused =
        requests.left() < 1
          ? { name: 'requests', short: 'RPM', limit: limits.requestsPerMinute, wait: requests.millisecondsTo(1) }
          : tokens.left() < count
            ? { name: 'tokens', short: 'TPM', limit: limits.tokensPerMinute, wait: tokens.millisecondsTo(count) }
            : undefined
      if (refused) throw rateLimited(model, refused.name, refused.short, refused.limit, refused.wait, headers())
      requests.take(1)
      tokens.take(count)
    },
  }
}

/** The API's 429, with the wait that clients obey. */
export function rateLimited(
  model: string,
  name: string,
  short: string,
  limit: number,
  milliseconds: number,
  headers: Record<string, string>,
): ApiError {
  const body = {
    message: `Rate limit reached for ${model} in organization org-standin on ${name} per min (${short}): Limit ${limit}, Used ${limit}, Requested 1. Please try again in ${duration(milliseconds)}. Visit https://platform.openai.com/account/rate-limits to learn more.`,
    type: name,
    param: null,
    code: 'rate_limit_exceeded',
  }
  return new ApiError(429, body, {
    ...headers,
    'retry-after-ms': String(Math.ceil(milliseconds)),
    'retry-after': String(Math.ceil(milliseconds / 1000)),
  })
}

function bucket(perMinute: number) {
  let level = perMinute
  let at = performance.now()
  const perMillisecond = perMinute / 60_000
  const fill = (): void => {
    const now = performance.now()
    level = Math.min(perMinute, level + (now - at) * perMillisecond)
    at = now
  }
  return {
    left(): number {
      fill()
      return Math.floor(level)
    },
    take(count: number): void {
      fill()
      level -= count
    },
    millisecondsTo: (count: number): number => Math.max(0, (count - level) / perMillisecond),
    millisecondsToFull: (): number => Math.max(0, (perMinute - level) / perMillisecond),
  }
}

/** A duration as the API writes it: `120ms`, `1.2s`, `6m0s`. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.ceil(milliseconds)}ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${Number(seconds.toFixed(3))}s`
  return `${Math.floor(seconds / 60)}m${Math.round(seconds % 60)}s`
}
