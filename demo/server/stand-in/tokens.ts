// Close to the real tokenizers where it shows: a short word with the space before it is one token, a long word is
// several, a line break and a punctuation mark are one each.
const TOKEN = /\s?[\p{L}\p{M}]{1,7}|\s?\d{1,3}|\n+|\s?[^\s\p{L}\d]{1,2}|\s/gu

/** The text in pieces of a token each; joined they are the text. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

/** How many tokens the text has. */
export function countTokens(text: string): number {
  return splitTokens(text).length
}
