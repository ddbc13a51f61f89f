/** A block of Markdown; its text still holds inline marks. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'table'; head: string[]; rows: string[][]; right: boolean[] }

const FENCE = /^```(\S*)/
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/
const RULE = /^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$/

/** Reads the Markdown that models write; a block that is not finished yet is read as far as it goes. */
export function parseBlocks(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    const [block, next] = readBlock(lines, at)
    blocks.push(block)
    at = next
  }
  return blocks
}

function readBlock(lines: string[], at: number): [Block, number] {
  const line = lines[at] ?? ''
  const fence = FENCE.exec(line)
  if (fence) {
    const end = lines.findIndex((each, index) => index > at && each.startsWith('```'))
    const last = end === -1 ? lines.length : end
    return [{ kind: 'code', language: fence[1] ?? '', text: lines.slice(at + 1, last).join('\n') }, last + 1]
  }
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading) return [{ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }, at + 1]
  if (line.startsWith('>')) {
    const end = endOf(lines, at, (each) => each.startsWith('>'))
    const inner = lines.slice(at, end).map((each) => each.replace(/^>\s?/, ''))
    return [{ kind: 'quote', blocks: parseBlocks(inner.join('\n')) }, end]
  }
  if (line.includes('|') && RULE.test((lines[at + 1] ?? '').trim())) return readTable(lines, at)
  const item = ITEM.exec(line)
  if (item) return readList(lines, at, item[1] !== undefined)
  const end = endOf(lines, at, (each) => each.trim() !== '' && !startsOther(each))
  return [{ kind: 'paragraph', text: lines.slice(at, Math.max(end, at + 1)).join('\n') }, Math.max(end, at + 1)]
}

function readList(lines: string[], at: number, ordered: boolean): [Block, number] {
  const items: string[] = []
  let index = at
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const item = ITEM.exec(line)
    if (item && (item[1] !== undefined) === ordered) items.push(item[2] ?? '')
    else if (/^\s{2,}\S/.test(line)) items[items.length - 1] += ` ${line.trim()}`
    else break
  }
  return [{ kind: 'list', ordered, items }, index]
}

function readTable(lines: string[], at: number): [Block, number] {
  const end = endOf(lines, at, (line) => line.includes('|'))
  const [head = [], rule = [], ...rows] = lines.slice(at, end).map(cells)
  return [{ kind: 'table', head, rows, right: rule.map((cell) => cell.endsWith(':')) }, end]
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

function startsOther(line: string): boolean {
  return FENCE.test(line) || ITEM.test(line) || /^(#{1,6}\s|>)/.test(line)
}

function endOf(lines: string[], from: number, belongs: (line: string) => boolean): number {
  const end = lines.findIndex((line, index) => index > from && !belongs(line))
  return end === -1 ? lines.length : end
}
