import { expect, it } from 'vitest'
import { scriptedClient } from '../../../test/client.ts'
import { json, record } from '../../../test/recording.ts'

const page = {
  object: 'vector_store.search_results.page',
  search_query: ['flood'],
  data: [
    {
      file_id: 'file-1',
      filename: 'policy.md',
      score: 0.9,
      attributes: {},
      content: [{ type: 'text', text: 'Floods are covered.' }],
    },
    { file_id: 'file-2', filename: 'faq.md', score: 0.5, attributes: {}, content: [{ type: 'text', text: 'Ask us.' }] },
  ],
  has_more: false,
  next_page: null,
}

it('records a search of a vector store as retrieval, with query and documents', async () => {
  const recording = record()
  const client = await scriptedClient({ json: page })
  const found = await client.vectorStores.search('vs_1', { query: 'flood', max_num_results: 2 })
  expect(found.data).toHaveLength(2)
  const span = await recording.span()
  expect(span.name).toBe('retrieval vs_1')
  expect(span.attributes).toMatchObject({
    'gen_ai.data_source.id': 'vs_1',
    'gen_ai.retrieval.top_k': 2,
    'gen_ai.retrieval.query.text': 'flood',
  })
  expect(span.attributes['gen_ai.request.model']).toBeUndefined()
  expect(json(span, 'gen_ai.retrieval.documents')).toEqual([
    { id: 'file-1', score: 0.9, filename: 'policy.md', content: 'Floods are covered.' },
    { id: 'file-2', score: 0.5, filename: 'faq.md', content: 'Ask us.' },
  ])
})

it('is one span where the pages are iterated without waiting for the first', async () => {
  const recording = record()
  const client = await scriptedClient({ json: page })
  const names: string[] = []
  for await (const { filename } of client.vectorStores.search('vs_1', { query: ['flood', 'water'] }))
    names.push(filename)
  expect(names).toEqual(['policy.md', 'faq.md'])
  expect((await recording.span()).attributes['gen_ai.retrieval.query.text']).toBe('flood\nwater')
})

it('keeps query and documents off the span where no content is to be captured', async () => {
  const recording = record({ captureContent: false })
  const client = await scriptedClient({ json: page })
  await client.vectorStores.search('vs_1', { query: 'flood' })
  expect(JSON.stringify((await recording.span()).attributes)).not.toMatch(/flood|covered/)
})
