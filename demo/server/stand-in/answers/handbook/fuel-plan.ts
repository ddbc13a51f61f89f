import { callReply, textReply } from '../../prompt.ts'
import { calculated, clocks, passages } from './capabilities.ts'
import { numberIn, type Plan } from './plan.ts'

/** How long the generator runs: consumption and tank from the handbook, the clock beside it, then the division. */
export const fuelPlan: Plan = {
  matches: /\b(generator|diesel|fuel|mains|blackout|power cut|power fails?)\b/i,
  next({ question, results, can }) {
    if (results.length === 0) {
      return callReply(can.search('diesel generator consumption and fuel tank'), can.time('Europe/Oslo'))
    }
    const found = passages(results)
    const text = found.map((passage) => passage.text).join('\n')
    const rate = numberIn(text, /(\d+(?:\.\d+)?) (?:L\/h|litres an hour)/i)
    const tank =
      numberIn(question, /(\d+(?:\.\d+)?)\s*(?:l|litres?|liters?)\b/i) ??
      numberIn(text, /(?:tank|holds)[^.]*?(\d+(?:\.\d+)?) L\b/i)
    if (rate === undefined || tank === undefined) {
      return textReply('The handbook does not give the consumption and the tank together, so I will not guess.')
    }
    const [hours, days] = calculated(results)
    if (hours === undefined || days === undefined) {
      const expression = `${tank} L / (${rate} L/h)`
      return callReply(can.calculate(`${expression} in h`), can.calculate(`${expression} in days`))
    }
    const [clock] = clocks(results)
    const until = clock && runsUntil(clock['iso'], Number.parseFloat(hours.replaceAll(',', '')), clock['time_zone'])
    return textReply(`**${hours}**, a little over ${days}, until the tank is dry.

| | |
| --- | --- |
| In the tank | ${tank} L |
| Consumption with lamp and radio | ${rate} L/h |
| If the mains fail now | ${until ? `it runs until **${until}**` : hours} |

1. The generator starts by itself; give it 20 seconds.
2. Log the fuel level every six hours.
3. Below a quarter of the tank, call the supply boat.

*Handbook: ${found.map((passage) => passage.title).join(', ')}*`)
  },
}

function runsUntil(iso: unknown, hours: number, timeZone: unknown): string | undefined {
  const now = Date.parse(String(iso))
  if (Number.isNaN(now) || Number.isNaN(hours)) return undefined
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: String(timeZone),
  }).format(now + hours * 3_600_000)
}
