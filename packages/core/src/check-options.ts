import { checkMaxContentBytes } from './content-policy.ts'

/** What `startTracing` and `instrumentOpenAI` both take. */
interface ContentOptions {
  redact?: unknown
  maxContentBytes?: number | undefined
  propagateTo?: unknown
}

/** @throws where an option is wrong, saying what to give instead. */
export function checkContentOptions({ redact, maxContentBytes, propagateTo }: ContentOptions): void {
  checkMaxContentBytes(maxContentBytes)
  if (redact !== undefined && typeof redact !== 'function') {
    throw new TypeError(`redact is ${JSON.stringify(redact)}; give a function that returns what may be recorded.`)
  }
  if (propagateTo === undefined) return
  if (!Array.isArray(propagateTo)) throw new TypeError(`propagateTo is ${JSON.stringify(propagateTo)}; give a list.`)
  const wrong = propagateTo.find(
    (place) => !(place instanceof RegExp) && !/^[a-z][a-z\d+.-]*:\/\//i.test(String(place)),
  )
  if (wrong !== undefined) {
    throw new TypeError(
      `propagateTo has ${JSON.stringify(wrong)}; give an origin or the beginning of a URL, such as "https://api.example.com", or a regular expression.`,
    )
  }
}

/** @throws where `fn` is no function, in the words of whoever was to call it. */
export function checkFunction(who: string, fn: unknown): void {
  if (typeof fn !== 'function') throw new TypeError(`${who} takes a function to run, last; it was given ${typeof fn}.`)
}
