import { sentences, significantTerms, stem } from './terms.ts'

export type Verdict = 'supported' | 'contradicted' | 'not enough'

/** Pairs of which one denies the other. Stems, so that `increased` finds `increas`. */
const OPPOSITES = [
  ['increas', 'decreas'],
  ['fast', 'slow'],
  ['high', 'low'],
  ['more', 'less'],
  ['more', 'fewer'],
  ['long', 'short'],
  ['tall', 'short'],
  ['big', 'small'],
  ['warm', 'cold'],
  ['hot', 'cold'],
  ['first', 'last'],
  ['before', 'after'],
  ['cause', 'prevent'],
  ['north', 'south'],
  ['east', 'west'],
  ['old', 'young'],
  ['heavy', 'light'],
  ['safe', 'dangerous'],
  ['improve', 'worsen'],
  ['open', 'close'],
  ['right', 'left'],
  ['above', 'below'],
].map(([one = '', other = '']) => [stem(one), stem(other)] as const)

const NEGATIONS = /\b(not|no|never|none|neither|nor|without|cannot|unable|fails?|failed|lacks?|false|myth)\b|n['’]t\b/gi
const ENOUGH_IN_COMMON = 0.55

/** Reads a claim against its evidence: is it there, with the same numbers, the same direction, and not denied? */
export function compare(claim: string, evidence: string): Verdict {
  const wanted = [...new Set(significantTerms(claim).filter((term) => !/^\d/.test(term)))]
  const found = new Set(significantTerms(evidence))
  const opposite = wanted.filter((term) => !found.has(term) && oppositesOf(term).some((other) => found.has(other)))
  const inCommon = wanted.filter((term) => found.has(term)).length + opposite.length
  if (wanted.length === 0 || inCommon / wanted.length < ENOUGH_IN_COMMON) return 'not enough'

  const closest = closestSentence(wanted, evidence)
  const numbers = compareNumbers(claim, evidence, closest)
  if (numbers === 'not enough') return numbers
  let contradictions = 0
  if (opposite.length > 0) contradictions += 1
  if (turnsComparisonRound(claim, closest)) contradictions += 1
  if (negations(claim) % 2 !== negations(closest) % 2) contradictions += 1
  if (numbers === 'contradicted' || goesTooFar(claim, closest)) return 'contradicted'
  return contradictions % 2 === 1 ? 'contradicted' : 'supported'
}

function oppositesOf(term: string): string[] {
  return OPPOSITES.flatMap(([one, other]) => (one === term ? [other] : other === term ? [one] : []))
}

function negations(text: string): number {
  return text.match(NEGATIONS)?.length ?? 0
}

function closestSentence(wanted: string[], evidence: string): string {
  let best = ''
  let most = -1
  for (const sentence of sentences(evidence)) {
    const terms = new Set(significantTerms(sentence))
    const count = wanted.filter((term) => terms.has(term) || oppositesOf(term).some((other) => terms.has(other))).length
    if (count > most) {
      most = count
      best = sentence
    }
  }
  return best
}

/** A claim's numbers must stand in the evidence; where it has others of the same kind, they deny the claim. */
function compareNumbers(claim: string, evidence: string, closest: string): Verdict {
  const claimed = quantities(claim)
  if (claimed.length === 0) return 'supported'
  const known = quantities(evidence)
  const missing = claimed.filter(
    (one) => !known.some((other) => Math.abs(one.value - other.value) <= Math.abs(other.value) * 0.01),
  )
  if (missing.length === 0) return 'supported'
  const near = quantities(closest)
  return missing.some((one) => near.some((other) => one.unit === other.unit)) ? 'contradicted' : 'not enough'
}

const WORDS: Record<string, number> = {
  half: 50,
  twice: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}

function quantities(text: string): { value: number; unit: string }[] {
  const pattern =
    /(?<![\p{L}\d])(\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten)[\s-]*(%|°?[\p{L}]+(?:\/[\p{L}]+)?)?/giu
  return [...text.matchAll(pattern)].map(([, number = '', unit = '']) => ({
    value: WORDS[number.toLowerCase()] ?? Number(number.replaceAll(',', '')),
    unit: stem(unit.toLowerCase().replace('percent', '%')),
  }))
}

/** `faster in water than in air` against `faster in air than in water`. */
function turnsComparisonRound(claim: string, sentence: string): boolean {
  const [left, right] = claim.split(/\bthan\b/i)
  const [otherLeft, otherRight] = sentence.split(/\bthan\b/i)
  if (right === undefined || otherRight === undefined || left === undefined || otherLeft === undefined) return false
  const tail = onlyIn(right, left)
  const otherTail = onlyIn(otherRight, otherLeft)
  const head = new Set(significantTerms(left))
  const otherHead = new Set(significantTerms(otherLeft))
  return otherTail.some((term) => head.has(term)) && tail.some((term) => otherHead.has(term))
}

function onlyIn(text: string, other: string): string[] {
  const elsewhere = new Set(significantTerms(other))
  return significantTerms(text).filter((term) => !elsewhere.has(term))
}

/** `all`, where the evidence says `some`. */
function goesTooFar(claim: string, sentence: string): boolean {
  return (
    /\b(all|every|always|everyone|entirely)\b/i.test(claim) &&
    /\b(some|most|many|often|partly|sometimes)\b/i.test(sentence)
  )
}
