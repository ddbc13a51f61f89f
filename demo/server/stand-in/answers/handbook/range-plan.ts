import { callReply, textReply } from '../../prompt.ts'
import { calculated, passages } from './capabilities.ts'
import { numberIn, type Plan } from './plan.ts'

/** How far out the light can be seen: the height from the handbook, then the distance to the horizon. */
export const rangePlan: Plan = {
  matches:
    /\b(how far|far out|range|visible|seen|horizon|(?:\d+\s*(?:m|metres?|meters?))\s+(?:high|above|up|mast|bridge|deck))\b/i,
  next({ question, results, can }) {
    const found = passages(results)
    if (found.length === 0 && results.length === 0) return callReply(can.search('height of the lamp above the sea'))
    const text = found.map((passage) => passage.text).join('\n')
    const height = numberIn(text, /(\d+(?:\.\d+)?) m above/i)
    if (height === undefined)
      return textReply('The handbook does not say how high the lamp stands, so I cannot work out its range.')
    const eye = numberIn(question, /(\d+(?:\.\d+)?)\s*(?:m|metres?|meters?)\b/i) ?? 3
    const expression = `2.08 * (sqrt(${height}) + sqrt(${eye})) nmi`
    const [nautical, kilometres] = calculated(results)
    if (nautical === undefined || kilometres === undefined) {
      return callReply(can.calculate(expression), can.calculate(`${expression} in km`))
    }
    const flashes = /flashes[^.]*\./i.exec(text)?.[0]
    return textReply(`From **${eye} m** above the water you raise the light at about **${nautical}**, which is **${kilometres}**.

The lamp stands ${height} m above mean high water, and the two horizons add up:

\`\`\`
${expression} = ${nautical}
\`\`\`

- This is geometry alone: haze or rain bring it in much closer.
- A higher eye sees further. Tell me the height of your bridge or mast, and I will work it out again.
${flashes ? `- To be sure that it is ours: it ${flashes}` : ''}

*Handbook: ${found.map((passage) => passage.title).join(', ')}*`)
  },
}
