import type { Prompt } from '../prompt.ts'
import { compare } from './evidence.ts'

export interface Claim {
  claim: string
  evidence: string
}

/** The claim and its evidence, when the prompt asks for an assessment in the words `True`, `False` and `NEE`. */
export function claimIn(prompt: Prompt): Claim | undefined {
  const asked = prompt.turns.findLast((turn) => turn.role === 'user')?.text ?? ''
  if (!/\bNEE\b/.test(asked)) return undefined
  const evidence = /evidence is the following:([\s\S]*?)\n\s*Assess the following claim/i.exec(asked)?.[1]
  const claim = /\bClaim:\s*([\s\S]*?)\n\s*Assessment:/i.exec(asked)?.[1]
  if (evidence === undefined || claim === undefined) return undefined
  return { claim: claim.trim(), evidence: evidence.trim() }
}

/** One word, as the prompt demands. */
export function assessClaim({ claim, evidence }: Claim): string {
  return { supported: 'True', contradicted: 'False', 'not enough': 'NEE' }[compare(claim, evidence)]
}
