import { calculate } from './calculate.ts'
import { search } from './search.ts'
import { timeIn } from './time.ts'

/** A tool that runs here in the page. */
export interface Tool {
  name: string
  description: string
  /** Its one parameter, a text. */
  parameter: { name: string; description: string }
  /** Returns what the model is told; an error is told as well, so that it can correct itself. */
  run(argument: string): object
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'search_handbook',
    description: 'Searches the handbook of the lighthouse. Returns the pages that fit best.',
    parameter: { name: 'query', description: 'A few words on what to look for' },
    run: (query) => ({ results: search(query) }),
  },
  {
    name: 'calculate',
    description:
      'Works out an expression with units (m, km, nmi, s, min, h, days, L, kg, W, kWh, EUR, …), sqrt() and “in” for a conversion, such as “480 L / (3.2 L/h) in days”.',
    parameter: { name: 'expression', description: 'The expression' },
    run: calculate,
  },
  {
    name: 'current_time',
    description: 'Tells the current date and time of a time zone.',
    parameter: { name: 'time_zone', description: 'An IANA name such as Europe/Oslo' },
    run: (timeZone) => timeIn(timeZone, new Date()),
  },
]
