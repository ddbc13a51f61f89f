/** A stretch of text within a line. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }

const MARKS =
  /`([^`]+)`|\*\*([^*]+(?:\*(?!\*)[^*]+)*)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<!\w)_([^_\s][^_]*)_(?!\w)|\[([^\]]+)\]\(([^()\s]+)\)/

/** Reads code, bold, italic and links; what is not closed yet (a stream may end anywhere) stays text. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let rest = text
  for (let match = MARKS.exec(rest); match; match = MARKS.exec(rest)) {
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) })
    parts.push(read(match))
    rest = rest.slice(match.index + match[0].length)
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest })
  return parts
}

function read(match: RegExpExecArray): Inline {
  const [whole, code, strong, strongToo, emphasis, emphasisToo, label, href] = match
  if (code !== undefined) return { kind: 'code', text: code }
  const bold = strong ?? strongToo
  if (bold !== undefined) return { kind: 'strong', children: parseInline(bold) }
  const italic = emphasis ?? emphasisToo
  if (italic !== undefined) return { kind: 'emphasis', children: parseInline(italic) }
  // A model may write any address: only web links become links.
  if (label !== undefined && href !== undefined && /^https?:\/\//i.test(href)) {
    return { kind: 'link', href, children: parseInline(label) }
  }
  return { kind: 'text', text: whole }
}
