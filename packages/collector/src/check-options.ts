import { CollectorError } from './errors.ts'

/** Throws for a name that is no option: what is set by it would have no effect. */
export function checkNames(who: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new CollectorError(`${who} takes an object of options; it was given ${inWords(options)}`)
  }
  const wrong = Object.keys(options).find((name) => !names.includes(name))
  if (wrong !== undefined) throw new CollectorError(`${who} has no option "${wrong}"; it has ${names.join(', ')}`)
}

/** The list that an option is, empty where it is not given; throws for anything else. */
export function readList<Item>(name: string, value: readonly Item[] | undefined, example: string): readonly Item[] {
  if (value === undefined || Array.isArray(value)) return value ?? []
  throw new CollectorError(`${name} is ${inWords(value)}; expected a list, such as ${example}`)
}

/** What was given, in a message. Not the values in an object, of which one may be a key. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** A whole number from 1, or the standard where it is not given. */
export function readPositive(value: number | undefined, standard: number, name: string): number {
  if (value === undefined) return standard
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new CollectorError(`${name} is ${inWords(value)}; expected a whole number from 1`)
  }
  return value
}
