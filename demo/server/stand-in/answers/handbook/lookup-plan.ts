import { callReply, textReply, type PlannedCall } from '../../prompt.ts'
import { sentences, significantTerms } from '../terms.ts'
import { calculated, clocks, passages, type Passage } from './capabilities.ts'
import type { Plan } from './plan.ts'

const ZONES: [RegExp, string][] = [
  [/tokyo|japan/i, 'Asia/Tokyo'],
  [/new york|boston|washington/i, 'America/New_York'],
  [/san francisco|los angeles|seattle|california/i, 'America/Los_Angeles'],
  [/london|england|britain/i, 'Europe/London'],
  [/berlin|germany|paris|france|madrid|rome/i, 'Europe/Berlin'],
  [/sydney|australia/i, 'Australia/Sydney'],
  [/delhi|mumbai|india/i, 'Asia/Kolkata'],
  [/reykjav[ií]k|iceland/i, 'Atlantic/Reykjavik'],
  [/\butc\b|greenwich/i, 'UTC'],
]
const ARITHMETIC =
  /(?:sqrt\([^)]*\)|[\d.,]+)[\d\s.,+\-*/×÷^()]*(?:[\d)]|(?<=\s)(?:km|m|nmi|mi|ft|L|h|min|s|days?|kWh|W|kg|EUR)\b)+[^?]*/i

/** Anything else: the clock for a time, the calculator for a sum, the documents for the rest, at once where it needs several. */
export const lookupPlan: Plan = {
  matches: /./,
  next({ question, results, can }) {
    if (results.length > 0) {
      return textReply(
        tell(
          question,
          passages(results),
          calculated(results),
          clocks(results).map((clock) => String(clock['local_time'])),
        ),
      )
    }
    const calls: PlannedCall[] = []
    if (/\b(what time|time is it|the time|clock|o'clock|today|what day)\b/i.test(question)) {
      calls.push(can.time(ZONES.find(([place]) => place.test(question))?.[1] ?? 'Europe/Oslo'))
    }
    const sum = /\d/.test(question) ? expressionIn(question) : undefined
    if (sum !== undefined) calls.push(can.calculate(sum))
    if (calls.length === 0 || /\bhandbook|\b(and|also)\b.*\b(when|where|who|which|how)\b/i.test(question)) {
      calls.push(can.search(searchWords(question)))
    }
    return callReply(...calls)
  },
}

/** `Convert 12 nmi to km, please` holds `12 nmi to km`. */
function expressionIn(question: string): string | undefined {
  const conversion = /([\d.,]+\s*[a-zA-Z/³²°]+)\s+(?:in|to|into)\s+([a-zA-Z/³²]+)/.exec(question)
  if (conversion) return `${conversion[1]} in ${conversion[2]}`
  const found = ARITHMETIC.exec(question)?.[0]
    ?.replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replace(/[\s,.?!]+$/, '')
  return found !== undefined && /[+\-*/^]|sqrt/.test(found) ? found : undefined
}

function searchWords(question: string): string {
  return question
    .replace(/\s+/g, ' ')
    .replace(/[?!.]+$/, '')
    .trim()
    .slice(0, 120)
}

function tell(question: string, found: Passage[], sums: string[], times: string[]): string {
  const parts: string[] = []
  for (const time of times) parts.push(`It is **${time}**.`)
  for (const sum of sums) parts.push(`That comes to **${sum}**.`)
  const [best, ...others] = found
  if (best) {
    const wanted = new Set(significantTerms(question))
    const telling = sentences(best.text).filter((sentence) =>
      significantTerms(sentence).some((term) => wanted.has(term)),
    )
    parts.push(`From the handbook, **${best.title}**:\n\n> ${(telling.length > 0 ? telling : [best.text]).join(' ')}`)
    if (others.length > 0)
      parts.push(`There is more under ${others.map((passage) => `*${passage.title}*`).join(' and ')}.`)
  }
  if (parts.length === 0) {
    return 'The handbook says nothing on that. It knows the **lamp**, the **tower**, **power and fuel**, the **fog signal**, **visitors** and the **supply boat**: ask me about one of those.'
  }
  return parts.join('\n\n')
}
