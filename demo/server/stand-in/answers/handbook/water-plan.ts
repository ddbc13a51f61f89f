import { callReply, textReply } from '../../prompt.ts'
import { calculated, passages } from './capabilities.ts'
import { numberIn, type Plan } from './plan.ts'

/** How long the water lasts: cistern and use from the handbook, then the division. */
export const waterPlan: Plan = {
  matches: /\b(water|cistern)\b.*\b(last|long|enough|days|run out)\b|\bhow long\b.*\b(water|cistern)\b/i,
  next({ results, can }) {
    if (results.length === 0) return callReply(can.search('water cistern and use a day'))
    const found = passages(results).slice(0, 1)
    const text = found.map((passage) => passage.text).join('\n')
    const cistern = numberIn(text, /cistern of ([\d,]+) L/i)
    const use = numberIn(text, /(\d+) L a day/i)
    if (cistern === undefined || use === undefined) {
      return textReply('The handbook does not give the cistern and the use together, so I will not guess.')
    }
    const [days] = calculated(results)
    if (days === undefined) return callReply(can.calculate(`${cistern} L / (${use} L/day) in days`))
    return textReply(`A full cistern lasts **${days}** without rain.

- It holds ${cistern} L, and three people use about ${use} L a day.
- Boil it before drinking when the lamp on the filter is red.

*Handbook: ${found.map((passage) => passage.title).join(', ')}*`)
  },
}
