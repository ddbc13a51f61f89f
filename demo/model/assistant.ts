import type { Prompt, Reply } from 'stand-in'

type Call = NonNullable<Reply['calls']>[number]

/** What the tools have returned to the present question. */
interface Findings {
  /** The passages of the handbook, as one text. */
  text: string
  titles: string
  /** Values of instruments, by name. */
  values: Record<string, number>
}

/** What a tool may return. */
interface Result {
  results?: { title: string; text: string }[]
  instrument?: string
  value?: number
}

/** How one kind of question is answered: which tools first, which after them, and what to say in the end. */
interface Plan {
  when: RegExp
  rounds(question: string): Call[][]
  say(question: string, findings: Findings): string
}

const search = (query: string): Call => ({ name: 'search_handbook', arguments: { query } })
const read = (instrument: string): Call => ({ name: 'read_instrument', arguments: { instrument } })
const time = (time_zone: string): Call => ({ name: 'current_time', arguments: { time_zone } })

/** The number that a pattern finds. */
function numberIn(text: string, pattern: RegExp, otherwise: number): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? otherwise)
}

const PLANS: Plan[] = [
  {
    when: /\b(far|range|visible|seen|horizon)\b/i,
    rounds: () => [[search('height of the lamp above the sea')], [read('visibility')]],
    say(question, { text, titles, values }) {
      const height = numberIn(text, /(\d+) m above/, 41)
      const eye = numberIn(question, /(\d+)\s*m\b/, 3)
      const miles = (2.08 * (Math.sqrt(height) + Math.sqrt(eye))).toFixed(1)
      return `From **${eye} m** above the water you raise the light at about **${miles} nautical miles** on a clear night.

The lamp stands ${height} m above mean high water, and the two horizons add up:

\`\`\`
2.08 × (√${height} + √${eye}) = ${miles} nmi
\`\`\`

- Visibility is **${values.visibility} nmi** right now, and that is how far it carries at the moment.
- A higher eye sees further. Tell me the height of your bridge or mast, and I will work it out again.

*Handbook: ${titles}*`
    },
  },
  {
    when: /\b(generator|diesel|fuel|mains|blackout)\b/i,
    rounds: () => [[search('diesel generator consumption and fuel tank'), time('Europe/Oslo')], [read('fuel')]],
    say(_, { text, titles, values }) {
      const rate = numberIn(text, /(\d+\.\d+) L\/h/, 3.2)
      const hours = (values.fuel ?? 0) / rate
      const until = new Date(Date.now() + hours * 3_600_000)
      const format = { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Oslo' } as const
      return `**${Math.round(hours)} hours**, a little over ${Math.floor(hours / 24)} days, until the tank is dry.

| | |
| --- | --- |
| In the tank | ${values.fuel} L |
| Consumption with lamp and radio | ${rate} L/h |
| If the mains fail now | it runs until **${new Intl.DateTimeFormat('en-GB', format).format(until)}** |

1. The generator starts by itself; give it 20 seconds.
2. Log the fuel level every six hours.
3. Below a quarter of the tank, call the supply boat.

*Handbook: ${titles}*`
    },
  },
]

/** Anything else is looked up in the handbook, and quoted. */
const LOOK_UP: Plan = {
  when: /./,
  rounds: (question) => [[search(question.slice(0, 120))]],
  say: (_, { text, titles }) =>
    text
      ? `From the handbook, **${titles.split(', ')[0]}**:\n\n> ${text.split('\n')[0]}`
      : 'The handbook says nothing on that. It knows the **lamp**, the **tower**, **power and fuel**, **visitors** and the **supply boat**.',
}

/** The answer of a lighthouse keeper's assistant: the next calls of tools, or the text after them. */
export function assistantReply({ turns, tools }: Prompt, question: string): Reply {
  if (tools.length === 0 || /^(hi|hello|hey|thanks|thank you)\b/i.test(question)) {
    return {
      text: 'Hello! I am the scripted stand-in of a model, here so that this demo runs without a key. What can I look up for you?',
    }
  }
  // A follow-up such as “And from 25 m up?” goes by the plan of the question before it.
  const asked = turns.filter((turn) => turn.role === 'user').map((turn) => turn.text)
  const subject = /^(and|what about)\b/i.test(question) ? asked.findLast((text) => planFor(text)) : question
  const plan = planFor(question) ?? planFor(subject ?? '') ?? LOOK_UP
  const present = turns.slice(turns.findLastIndex((turn) => turn.role === 'user') + 1)
  const calls = plan.rounds(question)[present.filter((turn) => turn.role === 'assistant').length]
  if (calls) return { calls }
  return {
    text: plan.say(question, findingsIn(present.filter((turn) => turn.role === 'tool').map((turn) => turn.text))),
  }
}

function planFor(question: string): Plan | undefined {
  return PLANS.find((plan) => plan.when.test(question))
}

function findingsIn(results: string[]): Findings {
  const parsed = results.map((result) => JSON.parse(result) as Result)
  const pages = parsed.flatMap((result) => result.results ?? [])
  const readings = parsed.map(({ instrument = '', value }) => [instrument, value])
  return {
    text: pages.map((page) => page.text).join('\n'),
    titles: [...new Set(pages.map((page) => page.title))].join(', '),
    values: Object.fromEntries(readings) as Record<string, number>,
  }
}
