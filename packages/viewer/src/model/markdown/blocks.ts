/** A block of the Markdown subset that models write. Inline text is kept as text; it is read when it is shown. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'code'; readonly language: string; readonly text: string; readonly closed: boolean }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly type: 'table'
      readonly header: readonly string[]
      readonly align: readonly Alignment[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly type: 'rule' }

export type Alignment = 'start' | 'center' | 'end'

/** Deeper nesting than this is shown as plain text: parsers that follow `> > > …` without end run out of stack. */
const MAX_DEPTH = 8

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)(.*)$/
const QUOTE = /^ {0,3}> ?/
const DELIMITERS = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

export interface PlacedBlock {
  readonly block: Block
  /** Where the block's first line begins in the text. */
  readonly start: number
}

/** Reads Markdown into blocks with their places. Only the last block can change when text is appended. */
export function readBlocks(text: string): PlacedBlock[] {
  const lines = text.split('\n')
  const starts: number[] = []
  let offset = 0
  for (const line of lines) {
    starts.push(offset)
    offset += line.length + 1
  }
  return new BlockReader(lines, 0).read().map(({ block, line }) => ({ block, start: starts[line]! }))
}

interface LinedBlock {
  readonly block: Block
  readonly line: number
}

class BlockReader {
  readonly #lines: readonly string[]
  readonly #depth: number
  #at = 0

  constructor(lines: readonly string[], depth: number) {
    this.#lines = lines
    this.#depth = depth
  }

  read(): LinedBlock[] {
    const blocks: LinedBlock[] = []
    while (this.#at < this.#lines.length) {
      const line = this.#at
      if (this.#lines[line]!.trim() === '') this.#at++
      else blocks.push({ block: this.#block(), line })
    }
    return blocks
  }

  #block(): Block {
    const line = this.#lines[this.#at]!
    const fence = FENCE.exec(line)
    if (fence) return this.#code(fence[1]!, fence[2]!)
    const heading = HEADING.exec(line)
    if (heading) {
      this.#at++
      return { type: 'heading', level: heading[1]!.length, text: heading[2]! }
    }
    if (RULE.test(line)) {
      this.#at++
      return { type: 'rule' }
    }
    if (this.#depth < MAX_DEPTH) {
      if (QUOTE.test(line)) return this.#quote()
      if (ITEM.test(line)) return this.#list()
    }
    if (line.includes('|') && DELIMITERS.test(this.#lines[this.#at + 1] ?? '')) return this.#table()
    return this.#paragraph()
  }

  #code(mark: string, language: string): Block {
    const lines: string[] = []
    for (this.#at++; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!
      if (line.trim().startsWith(mark) && line.trim().replaceAll(mark[0]!, '') === '') {
        this.#at++
        return { type: 'code', language: language.trim(), text: lines.join('\n'), closed: true }
      }
      lines.push(line)
    }
    return { type: 'code', language: language.trim(), text: lines.join('\n'), closed: false }
  }

  #quote(): Block {
    const lines: string[] = []
    for (; this.#at < this.#lines.length && QUOTE.test(this.#lines[this.#at]!); this.#at++)
      lines.push(this.#lines[this.#at]!.replace(QUOTE, ''))
    return { type: 'quote', blocks: this.#inner(lines) }
  }

  #list(): Block {
    const first = ITEM.exec(this.#lines[this.#at]!)!
    const ordered = /\d/.test(first[2]!)
    const items: Block[][] = []
    while (this.#at < this.#lines.length) {
      const item = ITEM.exec(this.#lines[this.#at]!)
      if (!item || /\d/.test(item[2]!) !== ordered || RULE.test(this.#lines[this.#at]!)) break
      items.push(this.#inner(this.#itemLines(item)))
    }
    return { type: 'list', ordered, start: ordered ? Number.parseInt(first[2]!, 10) : 1, items }
  }

  /** The lines of one item: its own, and those that are indented below it. */
  #itemLines(item: RegExpExecArray): string[] {
    const indent = item[1]!.length + item[2]!.length + Math.min(item[3]!.length || 1, 4)
    const lines = [item[4]!]
    for (this.#at++; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!
      const width = line.length - line.trimStart().length
      if (line.trim() === '') {
        const next = this.#lines[this.#at + 1] ?? ''
        const continues = next.trim() !== '' && (next.length - next.trimStart().length >= indent || ITEM.test(next))
        if (!continues) break
        if (next.length - next.trimStart().length >= indent) lines.push('')
        continue
      }
      if (width >= Math.min(indent, 2) && width > item[1]!.length) lines.push(line.slice(Math.min(width, indent)))
      else if (ITEM.test(line) || this.#beginsBlock(line)) break
      else lines.push(line)
    }
    return lines
  }

  #table(): Block {
    const header = cellsOf(this.#lines[this.#at]!)
    const align = cellsOf(this.#lines[this.#at + 1]!).map(alignmentOf)
    const rows: string[][] = []
    for (this.#at += 2; this.#at < this.#lines.length && this.#lines[this.#at]!.includes('|'); this.#at++)
      rows.push(cellsOf(this.#lines[this.#at]!).slice(0, header.length))
    return { type: 'table', header, align, rows }
  }

  #paragraph(): Block {
    const lines = [this.#lines[this.#at]!.trim()]
    for (this.#at++; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!
      if (line.trim() === '' || this.#beginsBlock(line)) break
      lines.push(line.trimStart())
    }
    return { type: 'paragraph', text: lines.join('\n') }
  }

  #beginsBlock(line: string): boolean {
    if (FENCE.test(line) || HEADING.test(line) || RULE.test(line)) return true
    return this.#depth < MAX_DEPTH && (QUOTE.test(line) || ITEM.test(line))
  }

  #inner(lines: readonly string[]): Block[] {
    return new BlockReader(lines, this.#depth + 1).read().map(({ block }) => block)
  }
}

function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function alignmentOf(cell: string): Alignment {
  if (!cell.endsWith(':')) return 'start'
  return cell.startsWith(':') ? 'center' : 'end'
}
