import { expect, it } from 'vitest'

import { parseBlocks } from './blocks.ts'
import { parseInline } from './inline.ts'

it('reads the blocks that models write', () => {
  const markdown = `# Title

A line
and another.

- one
- two
  goes on

1. first

> quoted

| a | b |
| --- | ---: |
| 1 | 2 |

\`\`\`js
const a = '- no list'
\`\`\``
  expect(parseBlocks(markdown)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'A line\nand another.' },
    { kind: 'list', ordered: false, items: ['one', 'two goes on'] },
    { kind: 'list', ordered: true, items: ['first'] },
    { kind: 'quote', blocks: [{ kind: 'paragraph', text: 'quoted' }] },
    { kind: 'table', head: ['a', 'b'], rows: [['1', '2']], right: [false, true] },
    { kind: 'code', language: 'js', text: "const a = '- no list'" },
  ])
})

it('reads every beginning of a text, as a stream shows it, without losing a word', () => {
  const text = 'From **12 m** up:\n\n- `code` and *more*\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```\nx\n```'
  for (let end = 1; end <= text.length; end += 1) expect(() => parseBlocks(text.slice(0, end))).not.toThrow()
})

it('links to the web only', () => {
  expect(parseInline('[a](https://example.com)')).toEqual([
    { kind: 'link', href: 'https://example.com', children: [{ kind: 'text', text: 'a' }] },
  ])
  expect(parseInline('[a](javascript:alert(1))')).not.toContainEqual(expect.objectContaining({ kind: 'link' }))
  expect(parseInline('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }])
})
