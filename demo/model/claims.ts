const STOP_WORDS = /^(the|and|are|but|can|for|from|has|have|how|its|than|that|this|their|was|were|what|which|with)$/
const ENOUGH_IN_COMMON = 0.55

/** Reads a claim against its evidence: does the evidence speak of it, with the same numbers, and not the other way round? */
export function verdictOn(claim: string, evidence: string): 'True' | 'False' | 'NEE' {
  const wanted = termsOf(claim)
  const found = termsOf(evidence)
  const inCommon = wanted.filter((term) => found.includes(term)).length
  if (inCommon / wanted.length < ENOUGH_IN_COMMON) return 'NEE'
  const numbers = claim.match(/\d[\d.,]*\d|\d/g) ?? []
  const contradicted =
    numbers.some((number) => !evidence.includes(number)) ||
    isNegative(claim) !== isNegative(evidence) ||
    isTurnedRound(claim, evidence)
  return contradicted ? 'False' : 'True'
}

/** The words that carry a meaning, cut so that `travel` and `travels` are the same. */
function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? []
  return words.filter((word) => !STOP_WORDS.test(word)).map((word) => word.replace(/s$/, '').slice(0, 5))
}

function isNegative(text: string): boolean {
  return /\b(not|no|never|cannot)\b|n['’]t\b/i.test(text)
}

/** `faster in water than in air` against `faster in air than in water`. */
function isTurnedRound(claim: string, evidence: string): boolean {
  const [before = '', after] = claim.split(/\bthan\b/i).map(termsOf)
  const lesser = evidence.split(/\bthan\b/i)[1]
  if (after === undefined || lesser === undefined) return false
  const [least] = termsOf(lesser)
  return before.includes(least ?? '') && !after.includes(least ?? '')
}
