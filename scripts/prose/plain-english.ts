import type { TextlintRuleModule } from '@textlint/types'
import { SentenceSplitterSyntax, split } from 'sentence-splitter'

/** Words that a sentence may have. A reader who is tired loses the subject of a longer one. */
const MAX_WORDS = 40

/** How a sentence begins whose subject comes late or never. The advice is CONTRIBUTING.md's, "Prose". */
const INVERTED: [RegExp, string][] = [
  [/^Of (?:a|an|the|what|those|one|each|all|several|what's)\b/, 'begins with "Of"'],
  [/^By (?:it|its|which|this|a|the|that|what|those)\b(?! default)/, 'begins with "By"'],
  [/^As (?:many|much) (?!as )/, 'begins with "As many" or "As much"'],
  [/^(?:Those|That) of\b/, 'begins with "Those of" or "That of"'],
  [/^What (?:is|was|has|comes|they|it|he|nobody|a|the|an)\b[^?]*$/, 'begins with "What"'],
  [/^(?:Whom|Whose|Nor|Not before|In the place of)\b[^?]*$/, 'has its words in an unusual order'],
]

/** Phrases of this project's past that nobody searches for, and what to write. */
const PHRASES: [RegExp, string][] = [
  [/\b(?:is|are|was|were) (?:sent )?on (?:its|their) way\b/i, 'is exported, is in flight'],
  [/\btries again by itself\b/i, 'retries'],
  [/\bis told\b/i, 'name who gets what: "the caller receives", "is logged"'],
  [/\bheeds?\b/i, 'follows, reads'],
  [/\bof old\b/i, 'older, earlier'],
  [/\bis said (?:by|once|to|with)\b/i, 'is reported'],
  [/\bhands? on\b/i, 'passes'],
  [/\bgoes by (?:it|them|its|their)\b/i, 'uses, goes through'],
  [/\bcomes? to nothing\b/i, 'fails, has no effect'],
  [/\bin (?:his|her) own words\b/i, 'name the words'],
  [/\bno more than that\b/i, 'say how much'],
]

interface Options {
  /** Overrides the number of words that a sentence may have. */
  maxWords?: number
}

/** Reports sentences that have to be read twice. */
const plainEnglish: TextlintRuleModule<Options> = (context, { maxWords = MAX_WORDS } = {}) => {
  const { Syntax, RuleError, report, locator, getSource } = context
  return {
    [Syntax.Paragraph](node) {
      for (const sentence of split(getSource(node))) {
        if (sentence.type !== SentenceSplitterSyntax.Sentence) continue
        const found = problemOf(visibleText(sentence.raw), maxWords)
        if (!found) continue
        const [start] = sentence.range
        report(node, new RuleError(found, { padding: locator.range([start, start + 1]) }))
      }
    },
  }
}

export default plainEnglish

/** What is wrong with a sentence, or undefined. */
export function problemOf(sentence: string, maxWords: number = MAX_WORDS): string | undefined {
  const text = sentence.trim()
  const words = text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length
  if (words > maxWords) return `has ${words} words; split it (${maxWords} at most): ${excerpt(text)}`
  const inverted = INVERTED.find(([pattern]) => pattern.test(text))
  if (inverted) return `${inverted[1]}; begin with the subject: ${excerpt(text)}`
  const phrase = PHRASES.find(([pattern]) => pattern.test(text))
  return phrase && `"${phrase[0].exec(text)?.[0]}" has a plain word (${phrase[1]}): ${excerpt(text)}`
}

/** The words that a reader sees of a sentence in Markdown; code counts as one word. */
export function visibleText(markdown: string): string {
  return markdown
    .replaceAll(/`[^`]*`/g, 'code')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]*>|\*\*|(?<!\w)_|_(?!\w)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function excerpt(text: string): string {
  return text.length > 90 ? `${text.slice(0, 90)}…` : text
}
