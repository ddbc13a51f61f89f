import { expect, test } from 'vitest'
import { CollectorError, createCollector } from './index.ts'

test.each<[object, string]>([
  [{ forward: 'http://x' }, `forward is "http://x"; expected a list, such as [{ url: 'http://localhost:4318' }]`],
  [{ forward: { url: 'http://x' } }, 'forward is an object; expected a list'],
  [{ forward: ['http://x'] }, `forward[0] is "http://x"; expected an object, such as { url: 'http://localhost:4318' }`],
  [{ allowedOrigins: 'x' }, `allowedOrigins is "x"; expected a list, such as ['https://app.example.com']`],
  [{ allowedOrigins: [7] }, 'allowedOrigins[0] is 7; expected scheme and host'],
  [{ allowedHosts: 'x' }, `allowedHosts is "x"; expected a list, such as ['collector.example.com'], or true for any`],
  [{ allowedHosts: [null] }, 'allowedHosts[0] is null; expected a host name'],
  [{ basePath: 7 }, 'basePath is 7; expected a path'],
  [{ allowOrigins: [] }, 'createCollector has no option "allowOrigins"; it has basePath, azure, forward'],
])('says in words what to give instead of %j', (options, message) => {
  let thrown: unknown
  try {
    createCollector(options)
  } catch (error) {
    thrown = error
  }
  expect(CollectorError.isInstance(thrown)).toBe(true)
  expect(String(thrown)).toContain(message)
})

test('says that options are an object', () => {
  expect(() => createCollector('http://x' as never)).toThrow('takes an object of options; it was given "http://x"')
})
