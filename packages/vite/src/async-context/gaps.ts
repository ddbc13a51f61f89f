/**
 * Reading of what the syntax tree leaves out: the punctuation between two nodes. Only comments, white space and punctuation can stand
 * there, so no string or regular expression has to be understood.
 */

const BLANK = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y

/** The position of the next token at or after `position`. */
export function nextToken(code: string, position: number): number {
  BLANK.lastIndex = position
  BLANK.exec(code)
  return BLANK.lastIndex
}

/** The position of the first `token` at or after `position`, outside comments. */
export function find(code: string, token: string, position: number): number {
  for (let at = nextToken(code, position); at < code.length; at = nextToken(code, at + 1)) {
    if (code.startsWith(token, at)) return at
  }
  throw new Error(`no ${token} after position ${position}`)
}

/** The position of the last `token` between `start` and `end`, outside comments. */
export function findLast(code: string, token: string, start: number, end: number): number {
  let last = -1
  for (let at = nextToken(code, start); at < end; at = nextToken(code, at + 1)) {
    if (code.startsWith(token, at)) last = at
  }
  if (last < 0) throw new Error(`no ${token} between positions ${start} and ${end}`)
  return last
}
