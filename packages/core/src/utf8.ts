const encoder = new TextEncoder()

const ASCII = /^[\0-\x7F]*$/

/** Bytes of a string in UTF-8. */
export function byteLength(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length
}
