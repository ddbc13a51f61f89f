import type { Model } from './models.ts'
import { rateLimited } from './rate-limit.ts'
import type { Service } from './service.ts'

/** How long the first attempt is told to wait, at real speed. */
const ADVISED_WAIT_MS = 1400

/** After how many tokens the stream of the second attempt breaks. */
export const TOKENS_BEFORE_BREAK = 34

/** What the API sends in mid-stream when its own model server fails. */
export const BROKEN_STREAM = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
  param: null,
  code: null,
}

/**
 * The planned failure of a model named `…-flaky`: a first attempt is refused with a 429 that names a wait. Clients count
 * their attempts in `x-stainless-retry-count`, so nothing has to be remembered here and every run is the same.
 */
export function refuseFirstAttempt(service: Service, model: Model, retryCount: number): void {
  if (retryCount > 0) return
  throw rateLimited(model.id, 'requests', 'RPM', 3, service.pace.advise(ADVISED_WAIT_MS), {
    ...service.limit.headers(),
    'x-ratelimit-limit-requests': '3',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '20s',
  })
}
