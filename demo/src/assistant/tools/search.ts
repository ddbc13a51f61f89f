import { HANDBOOK, type HandbookPage } from './documents.ts'

const STOP = new Set(
  'a an and are at be by can do does for from how i in is it its long may much of off on or out our the there to we what when where who with'.split(
    ' ',
  ),
)
const TITLE_WEIGHT = 2.5

/** The pages that fit a query best, at most `most` of them; none when no word fits. */
export function search(query: string, most = 2): HandbookPage[] {
  const words = [...new Set(wordsOf(query))]
  return HANDBOOK.map((page) => ({ page, score: scoreOf(page, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ page }) => page)
}

/** Rare words weigh more, and words of the title most. */
function scoreOf(page: HandbookPage, words: string[]): number {
  const title = wordsOf(page.title)
  const text = wordsOf(page.text)
  return words.reduce((sum, word) => {
    const pages = HANDBOOK.filter((each) => wordsOf(`${each.title} ${each.text}`).includes(word)).length
    const weight = Math.log(1 + HANDBOOK.length / Math.max(pages, 1))
    return sum + weight * ((title.includes(word) ? TITLE_WEIGHT : 0) + (text.includes(word) ? 1 : 0))
  }, 0)
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [])
    .filter((word) => !STOP.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(ing|ed|es|s)$/, '') : word.replace(/s$/, '')))
}
