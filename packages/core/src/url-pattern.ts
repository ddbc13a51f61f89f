/** `text` as a part of a regular expression that matches it alone. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/**
 * Matches the URLs that begin with `prefix`. One that ends with its host or port is whole there: `https://api.example.com` is no prefix
 * of `https://api.example.com.evil`.
 */
export function prefixPattern(prefix: string | URL): RegExp {
  const text = String(prefix)
  return new RegExp(`^${escaped(text)}${/^[^:]+:\/\/[^/?#]*[^/?#:.]$/.test(text) ? '(?=[/?#]|$)' : ''}`)
}
