/** Characters that are written at once: JSON of as many fits the buffer that V8 has at hand. */
const AT_ONCE = 1000

/** The place of a text that is written by itself; a text in its place within JSON, not a key, nor a part of another text. */
const PLACE = /(^|[[:,])"\\u0000(\d+)"(?!:)/g

/**
 * The same as `JSON.stringify`, by which each long text is written in pieces.
 *
 * V8 writes JSON into a buffer that grows. glibc's allocator answers a demand for a large block by merging all small ones that were freed
 * before, and the client frees thousands when it decodes a stream: the demand cost half a millisecond after 2,000 chunks, more than
 * all else that was done with them.
 */
export function stringifyInPieces(value: unknown): string {
  const texts: string[] = []
  const json = JSON.stringify(value, (_key, item: unknown) =>
    // Those that look like a place get one, too.
    typeof item === 'string' && (item.length > AT_ONCE || item.startsWith('\0')) ? `\0${texts.push(item) - 1}` : item,
  ) as string | undefined
  return (json ?? 'null').replace(PLACE, (_, before: string, index: number) => before + quote(texts[index] ?? ''))
}

function quote(text: string): string {
  let json = ''
  for (let start = 0, end; start < text.length; start = end) {
    end = start + AT_ONCE
    // Not between the two halves of a code point: alone each would be escaped.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end -= 1
    json += JSON.stringify(text.slice(start, end)).slice(1, -1)
  }
  return `"${json}"`
}
