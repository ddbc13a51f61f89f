import type { Pace } from './pace.ts'
import type { PromptCache } from './prompt-cache.ts'
import type { RateLimit } from './rate-limit.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What every endpoint of a running stand-in shares. */
export interface Service {
  random: SeededRandom
  pace: Pace
  limit: RateLimit
  cache: PromptCache
}

/** Seconds since the epoch, as the API writes times. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
