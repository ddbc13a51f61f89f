import { expect, test } from 'vitest'
import { allDialects } from './all.ts'
import { CONTENT_ATTRIBUTES, isContentAttribute } from './content-attributes.ts'

/** Names that anyone may use for anything, so that no policy may take them away. */
const WITHOUT_PREFIX = /^(?:inputs?|outputs?|prompt|response|completion|(?:in|out)put\.messages)$/
const NAMES_OF_TOOLS = /^(?:gen_ai\.agent\.tools|gen_ai\.request\.tools|litellm\.request\.tools\.declared)$/

test('whatever a dialect reads as content is in the table', () => {
  const missing: string[] = []
  for (const dialect of allDialects.values())
    for (const source of dialect.sources ?? [])
      if ('key' in source && source.as !== 'settings' && source.as !== 'usage' && !isContentAttribute(source.key))
        missing.push(source.key)
  expect(missing.filter((key) => !WITHOUT_PREFIX.test(key) && !NAMES_OF_TOOLS.test(key))).toEqual([])
})

test('each dialect has its row', () => {
  expect(Object.keys(CONTENT_ATTRIBUTES).sort()).toEqual([...allDialects.keys()].sort())
})

test('names, models and usage are no content', () => {
  for (const name of [
    'gen_ai.request.model',
    'gen_ai.usage.input_tokens',
    'llm.model_name',
    'tool.name',
    'http.url',
    'session.id',
    'ai.response.finishReason',
  ])
    expect([name, isContentAttribute(name)]).toEqual([name, false])
})
