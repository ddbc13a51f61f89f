/** Words that carry no meaning of their own in a comparison. */
const STOP_WORDS = new Set(
  `a about after all also an and any are as at be because been before being between both but by can could did do does
  during each few for from had has have he her his how i if in into is it its itself just like made make many may more
  most much must of on one only or other our out over per same she should since so some still such than that the their
  them then there these they this those through to too under until up used very was we were what when where which while
  who will with within would you your`.split(/\s+/),
)

/** Words that say the same, each group under its first. */
const SYNONYMS = [
  ['increas', 'rise', 'grow', 'gain', 'raise'],
  ['decreas', 'reduc', 'fall', 'drop', 'shrink', 'lower', 'lose'],
  ['fast', 'quick', 'rapid'],
  ['big', 'large', 'huge', 'great'],
  ['edibl', 'eat', 'eaten', 'safe'],
  ['show', 'find', 'found', 'report', 'conclud', 'demonstrat'],
  ['people', 'person', 'participant', 'patient', 'adult', 'human'],
  ['build', 'built', 'construct'],
  ['year', 'yearly', 'annual', 'annually'],
  ['percent', '%'],
  ['see', 'seen', 'visibl', 'visibility'],
  ['child', 'children', 'kid'],
  ['drink', 'drank', 'drunk'],
  ['sleep', 'slept', 'asleep'],
  ['begin', 'began', 'start'],
  ['stay', 'remain', 'keep', 'kept'],
]
const CANONICAL = new Map(SYNONYMS.flatMap(([first = '', ...rest]) => rest.map((word) => [word, first] as const)))

/** Cuts a word's ending, so that `measures`, `measured` and `measuring` are one. */
export function stem(word: string): string {
  // `octopuses`: the ending must not take the `us` with it.
  let cut = word.replace(/['’]s$/, '').replace(/uses$/, 'us')
  if (cut.length > 4) cut = cut.replace(/(ations?|ingly|edly|ings?|ies|ed|es|ly|(?<![su])s)$/, '')
  if (cut.length > 4) cut = cut.replace(/(er|est|e|y)$/, '')
  cut = cut.replace(/([^aeiouls])\1$/, '$1')
  return CANONICAL.get(cut) ?? cut
}

/** The words of a text in order, stemmed and without the empty ones; numbers stay as they are. */
export function significantTerms(text: string): string[] {
  const words = text.toLowerCase().match(/\d[\d,.]*\d|\d|%|[\p{L}][\p{L}'’-]*/gu) ?? []
  return words.flatMap((word) => {
    if (/^\d/.test(word)) return [word.replaceAll(',', '')]
    return word
      .split('-')
      .filter((part) => part !== '' && !STOP_WORDS.has(part))
      .map(stem)
  })
}

/** Splits a text into sentences; a decimal point or an abbreviation's dot does not end one. */
export function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[\p{Lu}\d"“])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}
