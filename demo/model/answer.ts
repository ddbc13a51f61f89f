import { rateLimited, type Prompt, type Reply } from 'stand-in'
import { assistantReply } from './assistant.ts'
import { verdictOn } from './claims.ts'

/** A model that fails on purpose: a rate limit first, then a stream that breaks. */
export const FLAKY = 'gpt-5-mini-flaky'

const RATE_LIMITS =
  'A rate limit keeps one caller from taking what all have to share. It smooths bursts, so that the service stays quick for everyone, and it protects you as well: a loop that has gone wild stops at the limit, not at the end of your budget.'

/** What the stand-in's model answers in the three scenes. There is no model behind it: the answers are scripted. */
export function answer(prompt: Prompt, speed: number): Reply {
  if (prompt.model === FLAKY) {
    if (prompt.retries === 0) throw rateLimited(FLAKY, Math.ceil(1400 / speed))
    return { text: RATE_LIMITS, breakAfter: 34 }
  }
  const asked = prompt.turns.findLast((turn) => turn.role === 'user')?.text ?? ''
  const [, evidence, claim] = /evidence is the following:(.*)\n\nAssess .*Claim:(.*)Assessment:/s.exec(asked) ?? []
  if (evidence !== undefined && claim !== undefined) return { text: verdictOn(claim, evidence) }
  return assistantReply(prompt, asked)
}
