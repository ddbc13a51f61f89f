/**
 * A whole number of as many digits may be none that JavaScript has; an id often is. Most fractions have as many: where they count, JSON of
 * half a million takes 2.6 s to read, not 0.1.
 */
const MAY_LOSE_DIGITS = /(^|[^\d.])\d{16}/

/**
 * What JSON text describes; the text as it is where it is not valid. Whole numbers that JavaScript would round are texts, with all their
 * digits; an engine that does not tell a reviver the source of a value (Chromium 114, Firefox 135, Safari 18.4 and Node 22 do) rounds
 * them.
 */
export function losslessJson(json: string): unknown {
  try {
    // A reviver makes it some times slower.
    return JSON.parse(json, MAY_LOSE_DIGITS.test(json) ? withDigits : undefined) as unknown
  } catch {
    return json
  }
}

function withDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? ''
  // The source of a text has quotes.
  return /^-?\d{16,}$/.test(source) && source !== String(value) ? source : value
}
