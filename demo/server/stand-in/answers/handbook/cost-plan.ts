import { callReply, textReply } from '../../prompt.ts'
import { calculated, passages } from './capabilities.ts'
import { numberIn, type Plan } from './plan.ts'

/** What a night of light costs: power and tariff from two searches at once, then the product. */
export const costPlan: Plan = {
  matches: /\b(cost|costs|price|pay|euros?|eur|bill|expensive|cheap)\b/i,
  next({ question, results, can }) {
    if (results.length === 0)
      return callReply(can.search('lamp power and hours of burning'), can.search('electricity tariff'))
    const found = passages(results)
    const text = found.map((passage) => passage.text).join('\n')
    const power = numberIn(text, /(\d+(?:\.\d+)?) W\b/)
    const tariff = numberIn(text, /(\d+\.\d+) EUR (?:a|per) kWh/i)
    const nights = /\b(month|30 nights)\b/i.test(question)
      ? 30
      : /\b(week|7 nights)\b/i.test(question)
        ? 7
        : /\byear\b/i.test(question)
          ? 365
          : 1
    const hours = numberIn(question, /(\d+(?:\.\d+)?)\s*hours?/i) ?? numberIn(text, /(\d+(?:\.\d+)?) hours/i)
    if (power === undefined || tariff === undefined || hours === undefined) {
      return textReply('The handbook has no tariff or no power for that, so I cannot put a price on it.')
    }
    const energy = `${power} W * ${hours} h${nights === 1 ? '' : ` * ${nights}`}`
    const [used, price] = calculated(results)
    if (used === undefined || price === undefined) {
      return callReply(can.calculate(`${energy} in kWh`), can.calculate(`${energy} * ${tariff} EUR/kWh in EUR`))
    }
    return textReply(`${nights === 1 ? 'One night of light costs' : `${nights} nights of light cost`} **${price}**.

| What | How much |
| --- | ---: |
| Lamp | ${power} W |
| Burning | ${hours} h${nights === 1 ? '' : ` × ${nights}`} |
| Energy | ${used} |
| Tariff | ${tariff} EUR/kWh |
| **Together** | **${price}** |

Cheap, for something ships find their way by.

*Handbook: ${found.map((passage) => passage.title).join(', ')}*`)
  },
}
