import { diag, DiagLogLevel } from '@opentelemetry/api'
import OpenAI from 'openai'
import OpenAI6 from 'openai6'
import { completion } from 'stand-in/wire'
import { afterEach, expect, it, vi } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { record } from '../../test/recording.ts'
import { instrumentOpenAI, uninstrumentOpenAI } from '../index.ts'
import { settings } from '../settings.ts'

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'Say hello.' }] }

afterEach(() => {
  uninstrumentOpenAI(OpenAI)
  diag.disable()
  settings.firstCall = undefined
})

it('where the calls are made by another copy of the client, the flush says what to do, once', async () => {
  const warn = vi.fn()
  const silent = { debug() {}, info() {}, verbose() {}, error() {} }
  diag.setLogger({ ...silent, warn }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const { tracing } = record()
  const { baseURL } = await scriptedApi({ json: completion() })
  instrumentOpenAI(OpenAI)
  // As a framework brings it.
  await new OpenAI6({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }).chat.completions.create(chat)
  await tracing.flush()
  await tracing.flush()
  const words = warn.mock.calls.flat().filter((line) => String(line).includes('another copy of the openai package'))
  expect(words).toHaveLength(1)
  expect(words[0]).toContain('--import @spanlit/core/register')
})

it('a flush after a call says nothing', async () => {
  const warn = vi.fn()
  const silent = { debug() {}, info() {}, verbose() {}, error() {} }
  diag.setLogger({ ...silent, warn }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const { tracing } = record()
  const { baseURL } = await scriptedApi({ json: completion() })
  instrumentOpenAI(OpenAI)
  await new OpenAI({ apiKey: 'k', baseURL, dangerouslyAllowBrowser: true }).chat.completions.create(chat)
  await tracing.flush()
  expect(warn).not.toHaveBeenCalled()
})
