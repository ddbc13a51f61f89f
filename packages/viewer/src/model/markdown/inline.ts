/** A run of text within a block. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly type: 'break' }

const MAX_DEPTH = 6
const MARKS = { '**': 'strong', __: 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'strike' } as const
const SPECIAL = /[\\`*_~[!<\n]|https?:\/\//g
const BARE_LINK = /^https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/

/** Reads emphasis, code, links and line breaks. HTML stays text. */
export function readInline(text: string, depth = 0): Inline[] {
  const result: Inline[] = []
  // Marks that have no partner further on are not looked for again: without this, a line of stars costs quadratic time.
  const unmatched = new Set<string>()
  let plain = ''
  let at = 0
  const flush = (): void => {
    if (plain !== '') result.push({ type: 'text', text: plain })
    plain = ''
  }
  while (at < text.length) {
    SPECIAL.lastIndex = at
    const next = SPECIAL.exec(text)?.index ?? text.length
    plain += text.slice(at, next)
    at = next
    if (at >= text.length) break
    const found = readSpecial(text, at, depth, unmatched)
    if (found?.inline) {
      flush()
      result.push(found.inline)
      at = found.end
    } else {
      const end = found?.end ?? at + 1
      plain += found?.text ?? text.slice(at, end)
      at = end
    }
  }
  flush()
  return result
}

interface Found {
  readonly inline?: Inline
  readonly text?: string
  readonly end: number
}

function readSpecial(text: string, at: number, depth: number, unmatched: Set<string>): Found | undefined {
  const sign = text[at]!
  if (sign === '\n') return { inline: { type: 'break' }, end: at + 1 }
  if (sign === '\\') return /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '') ? { text: text[at + 1]!, end: at + 2 } : undefined
  if (sign === '`') return readCode(text, at, unmatched)
  if (sign === 'h') return readBareLink(text, at)
  if (depth >= MAX_DEPTH) return undefined
  if (sign === '[') return readLink(text, at, depth, unmatched)
  // An image is named, never loaded: the viewer asks no server for anything.
  if (sign === '!') return text[at + 1] === '[' ? readLink(text, at + 1, depth, unmatched) : undefined
  if (sign === '<') return readAngleLink(text, at)
  return readMarked(text, at, depth, unmatched)
}

function readCode(text: string, at: number, unmatched: Set<string>): Found {
  const mark = /^`+/.exec(text.slice(at, at + 64))![0]
  const end = closing(text, mark, at + mark.length, unmatched)
  if (end === -1) return { text: mark, end: at + mark.length }
  const inside = text.slice(at + mark.length, end).replaceAll('\n', ' ')
  return {
    inline: { type: 'code', text: inside.trim() === '' ? inside : inside.replace(/^ (.*) $/, '$1') },
    end: end + mark.length,
  }
}

function readMarked(text: string, at: number, depth: number, unmatched: Set<string>): Found | undefined {
  const two = text.slice(at, at + 2)
  const mark = (two in MARKS ? two : text[at]!) as keyof typeof MARKS
  const type = MARKS[mark]
  const from = at + mark.length
  if (type === undefined || /\s/.test(text[from] ?? ' ')) return { text: mark, end: from }
  // `snake_case_names` are no emphasis.
  if (mark.startsWith('_') && /\w/.test(text[at - 1] ?? '')) return { text: mark, end: from }
  const end = closing(text, mark, from, unmatched)
  if (end === -1 || end === from) return { text: mark, end: from }
  return { inline: { type, children: readInline(text.slice(from, end), depth + 1) }, end: end + mark.length }
}

function closing(text: string, mark: string, from: number, unmatched: Set<string>): number {
  if (unmatched.has(mark)) return -1
  for (let end = text.indexOf(mark, from); end !== -1; end = text.indexOf(mark, end + 1)) {
    const isCode = mark.startsWith('`')
    if (isCode ? text[end + mark.length] !== '`' && text[end - 1] !== '`' : isClosing(text, mark, end)) return end
  }
  unmatched.add(mark)
  return -1
}

function isClosing(text: string, mark: string, end: number): boolean {
  if (/\s/.test(text[end - 1] ?? ' ') || text[end - 1] === '\\') return false
  const after = text[end + mark.length] ?? ''
  if (mark.length === 1 && (after === mark || text[end - 1] === mark)) return false
  return !mark.startsWith('_') || !/\w/.test(after)
}

function readLink(text: string, at: number, depth: number, unmatched: Set<string>): Found | undefined {
  const middle = closing(text, '](', at + 1, unmatched)
  if (middle === -1) return undefined
  const label = text.slice(at + 1, middle)
  const end = text.indexOf(')', middle + 2)
  if (end === -1 || end - middle > 2000 || label.length > 1000 || label.includes('\n\n')) return undefined
  const href = text
    .slice(middle + 2, end)
    .trim()
    .split(/\s/)[0]!
  const children = readInline(label, depth + 1)
  if (isSafeLink(href)) return { inline: { type: 'link', href, children }, end: end + 1 }
  // A link that leads anywhere but to the web stays what it was: text.
  return { text: text.slice(at, end + 1), end: end + 1 }
}

function readAngleLink(text: string, at: number): Found | undefined {
  const end = text.indexOf('>', at)
  if (end === -1 || end - at > 2000) return undefined
  const href = text.slice(at + 1, end)
  return isSafeLink(href) && !/\s/.test(href)
    ? { inline: { type: 'link', href, children: [{ type: 'text', text: href }] }, end: end + 1 }
    : undefined
}

function readBareLink(text: string, at: number): Found {
  const href = BARE_LINK.exec(text.slice(at, at + 2000))?.[0]
  if (href === undefined || !isSafeLink(href)) return { text: 'h', end: at + 1 }
  return { inline: { type: 'link', href, children: [{ type: 'text', text: href }] }, end: at + href.length }
}

/** Only addresses of the web; `javascript:`, `data:`, `file:` and relative ones are no links. */
export function isSafeLink(href: string): boolean {
  if (!/^https?:\/\//i.test(href)) return false
  try {
    return /^https?:$/.test(new URL(href).protocol)
  } catch {
    return false
  }
}
