import { search } from './handbook.ts'

/** A tool that runs here in the page. */
export interface Tool {
  name: string
  description: string
  /** The name of its one parameter, a text, and what it is. */
  parameter: [name: string, description: string]
  /** Returns what the model is told. What it throws is told as well, so that the model can correct itself. */
  run(argument: string): object
}

const INSTRUMENTS: Record<string, { value: number; unit: string } | undefined> = {
  fuel: { value: 412, unit: 'L' },
  visibility: { value: 9, unit: 'nmi' },
  wind: { value: 7.5, unit: 'm/s' },
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'search_handbook',
    description: 'Searches the handbook of the lighthouse. Returns the pages that fit best.',
    parameter: ['query', 'A few words on what to look for'],
    run: (query) => ({ results: search(query) }),
  },
  {
    name: 'read_instrument',
    description: 'Reads an instrument of the lighthouse.',
    parameter: ['instrument', `One of ${Object.keys(INSTRUMENTS).join(', ')}`],
    run(instrument) {
      const reading = INSTRUMENTS[instrument]
      if (!reading) throw new Error(`There is no instrument “${instrument}”.`)
      return { instrument, ...reading, result: `${reading.value} ${reading.unit}` }
    },
  },
  {
    name: 'current_time',
    description: 'Tells the current date and time of a time zone.',
    parameter: ['time_zone', 'An IANA name such as Europe/Oslo'],
    run(timeZone) {
      const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone })
      return { time_zone: timeZone, result: format.format(new Date()), iso: new Date().toISOString() }
    },
  },
]
