import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBlocks } from './blocks.ts'
import { MarkdownDocument } from './document.ts'
import { type Inline, readInline } from './inline.ts'

const blocks = (text: string) => readBlocks(text).map(({ block }) => block)

function plain(runs: readonly Inline[]): string {
  return runs.map((run) => ('children' in run ? plain(run.children) : 'text' in run ? run.text : '\n')).join('')
}

test('the blocks that models write are read', () => {
  expect(
    blocks('# Title\n\nSome *text*\nhere.\n\n- one\n- two\n  more\n\n> quote\n\n---\n\n```ts\nconst a = 1\n```'),
  ).toEqual([
    { type: 'heading', level: 1, text: 'Title' },
    { type: 'paragraph', text: 'Some *text*\nhere.' },
    {
      type: 'list',
      ordered: false,
      start: 1,
      items: [[{ type: 'paragraph', text: 'one' }], [{ type: 'paragraph', text: 'two\nmore' }]],
    },
    { type: 'quote', blocks: [{ type: 'paragraph', text: 'quote' }] },
    { type: 'rule' },
    { type: 'code', language: 'ts', text: 'const a = 1', closed: true },
  ])
})

test('lists nest, and are numbered from where they begin', () => {
  expect(blocks('3. three\n   - inner\n\n4. four')).toEqual([
    {
      type: 'list',
      ordered: true,
      start: 3,
      items: [
        [
          { type: 'paragraph', text: 'three' },
          { type: 'list', ordered: false, start: 1, items: [[{ type: 'paragraph', text: 'inner' }]] },
        ],
        [{ type: 'paragraph', text: 'four' }],
      ],
    },
  ])
})

test('a table has a header, alignments and rows', () => {
  expect(blocks('| Day | High |\n|:----|-----:|\n| Sat | 14 \\| 15 |')).toEqual([
    { type: 'table', header: ['Day', 'High'], align: ['start', 'end'], rows: [['Sat', '14 | 15']] },
  ])
})

test('a fence that is still open is code', () => {
  expect(blocks('```\nlet a\n\n# no heading')).toEqual([
    { type: 'code', language: '', text: 'let a\n\n# no heading', closed: false },
  ])
})

test('emphasis, code and links are read; names with underscores are left alone', () => {
  expect(readInline('**bold _it_** `a*b` [site](https://a.test/x) snake_case_name 2 * 3')).toEqual([
    {
      type: 'strong',
      children: [
        { type: 'text', text: 'bold ' },
        { type: 'emphasis', children: [{ type: 'text', text: 'it' }] },
      ],
    },
    { type: 'text', text: ' ' },
    { type: 'code', text: 'a*b' },
    { type: 'text', text: ' ' },
    { type: 'link', href: 'https://a.test/x', children: [{ type: 'text', text: 'site' }] },
    { type: 'text', text: ' snake_case_name 2 * 3' },
  ])
})

test.each([
  '[x](javascript:alert(1))',
  '[x](data:text/html,hi)',
  '[x](/relative)',
  '[x](JaVaScRiPt:1)',
  '<javascript:alert(1)>',
  '[x](https://)',
])('no link is made of %s', (text) => {
  expect(JSON.stringify(readInline(text))).not.toContain('"link"')
})

test('HTML stays text', () => {
  const html = '<img src=x onerror=alert(1)> <script>alert(1)</script>'
  expect(plain(readInline(html))).toBe(html)
})

test('an image is a link with a name, nothing that a browser would load', () => {
  expect(readInline('![cat](https://a.test/cat.png)')).toEqual([
    { type: 'link', href: 'https://a.test/cat.png', children: [{ type: 'text', text: 'cat' }] },
  ])
})

test.each([
  ['quotes', '> '.repeat(50_000)],
  ['lists', '- '.repeat(50_000)],
  ['stars', '*'.repeat(100_000)],
  ['pairs of stars', '**a '.repeat(25_000)],
  ['underscores', '_a '.repeat(30_000)],
  ['brackets', '['.repeat(100_000)],
  ['open links', '[a]('.repeat(25_000)],
  ['backticks', '`a '.repeat(30_000)],
  ['backticks of many lengths', Array.from({ length: 500 }, (_, i) => '`'.repeat(i)).join(' ')],
  ['angles', '<'.repeat(100_000)],
  ['pipes', `${'|'.repeat(5000)}\n${'|-'.repeat(5000)}|`],
  ['one long line', 'x'.repeat(2_000_000)],
  ['rules that are none', `${'- '.repeat(40_000)}x`],
])('hostile %s end in time', (_, text) => {
  for (const block of blocks(text)) if ('text' in block) readInline(block.text)
})

test('a text that grows is read as it would be at once, and its settled blocks stay the same objects', () => {
  const text =
    '# One\n\ntwo\nlines\n\n- a\n- b\n\n  c\n\n```\ncode\n\nmore\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nend'
  const document = new MarkdownDocument()
  let before = document.update('')
  for (let length = 1; length <= text.length; length++) {
    const now = document.update(text.slice(0, length))
    for (let i = 0; i < before.length - 1; i++) expect(now[i]).toBe(before[i])
    expect(now).toEqual(blocks(text.slice(0, length)))
    before = now
  }
})

test('whatever is written, no character gets lost between blocks', () => {
  const letters = fc.stringMatching(/^[a-z#>*`|\-\n 0-9.[\]()_]{0,60}$/)
  fc.assert(
    fc.property(letters, (text) => {
      const seen = JSON.stringify(blocks(text))
      for (const word of text.match(/[a-z]{2,}/g) ?? []) expect(seen).toContain(word)
    }),
  )
})
