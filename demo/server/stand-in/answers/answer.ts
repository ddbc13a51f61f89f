import { textReply, type Prompt, type Reply } from '../prompt.ts'
import { assessClaim, claimIn } from './claims.ts'
import { generalAnswer } from './general.ts'
import { handbookAnswer } from './handbook/answer.ts'
import { structuredAnswer } from './structured.ts'
import { toolAnswer } from './tools.ts'

/** What the model answers: the first of its skills that has something to say to the prompt. */
export function answer(prompt: Prompt, variant: number): Reply {
  if (prompt.format.type !== 'text') return textReply(structuredAnswer(prompt, prompt.format))
  const claim = claimIn(prompt)
  if (claim) return textReply(assessClaim(claim))
  const reply = handbookAnswer(prompt) ?? toolAnswer(prompt) ?? textReply(generalAnswer(prompt, variant))
  return prompt.parallel ? reply : { ...reply, calls: reply.calls.slice(0, 1) }
}
