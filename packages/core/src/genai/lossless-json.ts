/** A number of as many digits may be none that JavaScript has; an id often is. */
const MAY_LOSE_DIGITS = /\d{16}/

/**
 * What JSON text describes; whole numbers that JavaScript would round are texts, with all their digits. An engine that does not tell
 * a reviver the source of a value (Chromium 114, Firefox 135, Safari 18.4 and Node 22 do) rounds them.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export function losslessJson(json: string): unknown {
  // A reviver makes it some times slower.
  return JSON.parse(json, MAY_LOSE_DIGITS.test(json) ? withDigits : undefined) as unknown
}

function withDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? ''
  // That of a text has quotes.
  return /^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value) ? source : value
}
