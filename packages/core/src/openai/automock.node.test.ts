import { diag, DiagLogLevel } from '@opentelemetry/api'
import OpenAI from 'openai'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { record } from '../../test/recording.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'

vi.mock('openai')

const warn = vi.fn()
const silent = { debug() {}, info() {}, verbose() {}, error() {} }

beforeEach(() => {
  diag.setLogger({ ...silent, warn }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
})
afterEach(() => {
  diag.disable()
  warn.mockClear()
})

it('an automock of the package can be instrumented: its class, and its clients, which have nothing to trace', () => {
  record()
  expect(instrumentOpenAI(OpenAI)).toBe(OpenAI)
  const client = new OpenAI({ apiKey: 'k' })
  expect(instrumentOpenAI(client)).toBe(client)
  expect(warn.mock.calls.flat().join('\n')).toContain('nothing of it is traced')
  uninstrumentOpenAI(client)
  uninstrumentOpenAI(OpenAI)
})

it.each([
  ['an empty object', {}],
  ['an empty class', class OpenAI {}],
  ['a client that has only models', { models: { list: () => [] } }],
  ['a client that has only files', { files: { create: () => ({}) } }],
  ['a mock of the class', vi.fn()],
])('%s is left as it is, and one warning says that it is not traced', (_, target) => {
  record()
  const before = Object.getOwnPropertyDescriptors(target)
  expect(instrumentOpenAI(target)).toBe(target)
  expect(instrumentOpenAI(target)).toBe(target)
  expect(Object.getOwnPropertyDescriptors(target)).toEqual(before)
  expect(warn.mock.calls.flat().join('\n')).toContain('nothing of it is traced')
  expect(warn).toHaveBeenCalledTimes(1)
  uninstrumentOpenAI(target)
})

it.each([undefined, null, 'client', 7])('%s is no object, and throws', (target) => {
  expect(() => instrumentOpenAI(target as never)).toThrow('instrumentOpenAI takes a client of the openai package')
})
