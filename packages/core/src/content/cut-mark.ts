/** Stands where a text was cut, and says how many bytes are missing. */
export function cutMark(bytes: number): string {
  return `…[${bytes} bytes cut]`
}

export const CUT_MARK: RegExp = /…\[(\d+) bytes cut\]$/
