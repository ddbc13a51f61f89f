import { expect, test } from 'vitest'
import { chatAttributes, type EventOptions, liveEvent, TRACE } from '../../test/events.ts'
import { SpanStore } from './span-store.ts'
import { buildTree, type SpanTree, visiblePositions } from './tree.ts'
import { rollUpUsage, traceUsage } from './usage.ts'
import { CONTENT_READER } from './content-reader.ts'
import { useReader } from './reading.ts'

useReader(CONTENT_READER)

function treeOf(...spans: EventOptions[]): SpanTree {
  const store = new SpanStore()
  for (const span of spans) store.receive(liveEvent({ end: 100, ...span }), 'page')
  return buildTree(store.trace(TRACE)!)
}

const drawn = (tree: SpanTree): string[] =>
  tree.spans.map((span, position) => '.'.repeat(tree.depth[position]!) + span.spanId)

test('children stand under their parent, siblings in the order of their starts', () => {
  const tree = treeOf(
    { spanId: 'late', parent: 'root', start: 9 },
    { spanId: 'grandchild', parent: 'early', start: 3 },
    { spanId: 'early', parent: 'root', start: 2 },
    { spanId: 'root', start: 0 },
  )
  expect(drawn(tree)).toEqual(['root', '.early', '..grandchild', '.late'])
  expect([...tree.descendants]).toEqual([3, 1, 0, 0])
})

test('a span whose parent was never seen is a root until the parent arrives', () => {
  const child = { spanId: 'child', parent: 'server', start: 5 }
  expect(drawn(treeOf({ spanId: 'page' }, child))).toEqual(['page', 'child'])
  expect(drawn(treeOf({ spanId: 'page' }, child, { spanId: 'server', parent: 'page', start: 4 }))).toEqual([
    'page',
    '.server',
    '..child',
  ])
})

test('a cycle, and a span that is its own parent, are shown and do not hang', () => {
  const tree = treeOf(
    { spanId: 'self', parent: 'self', start: 1 },
    { spanId: 'a', parent: 'c', start: 2 },
    { spanId: 'b', parent: 'a', start: 3 },
    { spanId: 'c', parent: 'b', start: 4 },
  )
  expect(drawn(tree)).toEqual(['self', 'a', '.b', '..c'])
})

test('a chain of 100,000 spans does not overflow the stack', () => {
  const store = new SpanStore()
  for (let i = 0; i < 100_000; i++)
    store.receive(
      liveEvent({ spanId: `s${i}`, ...(i > 0 && { parent: `s${i - 1}` }), start: i / 1000, end: 200 }),
      'page',
    )
  const tree = buildTree(store.trace(TRACE)!)
  expect(tree.spans).toHaveLength(100_000)
  expect(tree.descendants[0]).toBe(99_999)
})

test('what is below a collapsed span is not visible', () => {
  const tree = treeOf(
    { spanId: 'root' },
    { spanId: 'a', parent: 'root', start: 1 },
    { spanId: 'a1', parent: 'a', start: 2 },
    { spanId: 'b', parent: 'root', start: 3 },
  )
  const visible = (...collapsed: string[]): string[] =>
    [...visiblePositions(tree, new Set(collapsed))].map((position) => tree.spans[position]!.spanId)
  expect(visible()).toEqual(['root', 'a', 'a1', 'b'])
  expect(visible('a')).toEqual(['root', 'a', 'b'])
  expect(visible('root')).toEqual(['root'])
})

const usage = (input: number, output: number): Record<string, unknown> => ({
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
})

test('an agent that repeats the tokens of its calls does not count them twice', () => {
  const tree = treeOf(
    { spanId: 'agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage(300, 30) } },
    { spanId: 'one', parent: 'agent', start: 1, attributes: { ...chatAttributes(), ...usage(100, 10) } },
    { spanId: 'two', parent: 'agent', start: 2, attributes: { ...chatAttributes(), ...usage(200, 20) } },
  )
  expect(traceUsage(tree)).toEqual({ input: 300, output: 30 })
})

test('what a tool spends on models of its own is added', () => {
  const tree = treeOf(
    { spanId: 'agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage(100, 10) } },
    { spanId: 'chat', parent: 'agent', start: 1, attributes: { ...chatAttributes(), ...usage(100, 10) } },
    { spanId: 'tool', parent: 'agent', start: 2, attributes: { 'gen_ai.operation.name': 'execute_tool' } },
    { spanId: 'inner', parent: 'tool', start: 3, attributes: { ...chatAttributes(), ...usage(50, 5) } },
  )
  expect(traceUsage(tree)).toEqual({ input: 150, output: 15 })
  expect([...rollUpUsage(tree).input]).toEqual([150, 100, 50, 50])
})

test('a span without usage sums up what is below it, under old names as well', () => {
  const tree = treeOf(
    { spanId: 'root' },
    { spanId: 'new', parent: 'root', start: 1, attributes: usage(10, 1) },
    {
      spanId: 'old',
      parent: 'root',
      start: 2,
      attributes: { 'gen_ai.usage.prompt_tokens': 5, 'gen_ai.usage.completion_tokens': 2 },
    },
  )
  expect(traceUsage(tree)).toEqual({ input: 15, output: 3 })
})
