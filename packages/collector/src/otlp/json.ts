import { Fault } from './fault.ts'
import { tooMany, type ReadLimits } from './read-message.ts'

/** Smaller bodies cannot hold enough to be worth a look: a million bytes of `{},` parse in 30 ms. */
const harmlessBytes = 1024 * 1024

/**
 * Parses a body of JSON, or of JSON values on lines of their own (NDJSON, as the Collector's file exporter writes), whose lists are joined.
 * A body that would make too many objects is refused before it is parsed: 20 MB of `{},` take two seconds and a gigabyte.
 */
export function parseJson(body: Buffer, limits: ReadLimits): unknown {
  if (body.length > harmlessBytes && countOpenings(body, limits.values) > limits.values) {
    return tooMany(`${limits.values} values`)
  }
  const text = body.toString('utf8')
  const parsed = tryParse(text)
  if (!(parsed instanceof Fault)) return parsed
  return parseLines(text) ?? parsed
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    return new Fault(`is not JSON: ${(error as Error).message}`)
  }
}

/** The lists of all lines as one request; `undefined` where there is only one line, or the first is no JSON either. */
function parseLines(text: string): unknown {
  const lines = text.split('\n')
  const joined: Record<string, unknown[]> = {}
  let count = 0
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const value = tryParse(line)
    if (value instanceof Fault) {
      if (count === 0) return undefined
      return new Fault(value.message.replace('the body', `line ${index + 1}`), { isWhole: true })
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    count += 1
    for (const [name, list] of Object.entries(value)) {
      if (!Array.isArray(list)) continue
      const all = Object.hasOwn(joined, name) ? (joined[name] ?? []) : []
      for (const item of list) all.push(item)
      Object.defineProperty(joined, name, { value: all, enumerable: true, configurable: true, writable: true })
    }
  }
  return count > 0 ? joined : undefined
}

/** How many objects and lists a text opens, counted up to `enough`. Strings are passed over: prompts hold JSON, too. */
function countOpenings(body: Buffer, enough: number): number {
  let count = 0
  let commas = 0
  for (let at = 0; at < body.length && count <= enough; at++) {
    const byte = body[at]
    if (byte === quote) at = endOfString(body, at)
    // `{`, `[`, and of commas every eighth: a list of numbers is cheap, but not free.
    else if (byte === 0x7b || byte === 0x5b || (byte === 0x2c && (commas = (commas + 1) & 7) === 0)) count++
  }
  return count
}

const quote = 0x22
const backslash = 0x5c
/** A call into Node is faster than a loop from about so many bytes on. */
const shortString = 48

/** Where the string that begins at `start` ends: at its closing quote, or at the end of the body. */
function endOfString(body: Buffer, start: number): number {
  let at = start + 1
  for (const short = Math.min(body.length, at + shortString); at < short; at++) {
    if (body[at] === quote) return at
    if (body[at] === backslash) at++
  }
  while (at < body.length) {
    const found = body.indexOf(quote, at)
    if (found < 0) return body.length
    let backslashes = 0
    while (found - 1 - backslashes >= at && body[found - 1 - backslashes] === backslash) backslashes++
    if (backslashes % 2 === 0) return found
    at = found + 1
  }
  return body.length
}
