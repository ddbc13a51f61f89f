import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { expect, it, onTestFinished } from 'vitest'
import { scriptedApi } from '../../../test/api.ts'
import { json, record } from '../../../test/recording.ts'
import { instrumentOpenAI } from '../../index.ts'

it('records of an upload the name that is sent, not where the file lies, and a type only where it is one', async () => {
  const recording = record()
  const folder = mkdtempSync(join(tmpdir(), 'alice-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'x.wav')
  writeFileSync(path, 'abc')
  const { baseURL, requests } = await scriptedApi({ json: { text: 'hi' } }, { json: { text: 'hi' } })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL }))
  await client.audio.transcriptions.create({ model: 'm', file: createReadStream(path) })
  const response = new Response('abc', { headers: { 'content-type': 'audio/wav' } })
  await client.audio.transcriptions.create({ model: 'm', file: response })
  expect(String((await requests())[0]?.body)).toContain('filename="x.wav"')
  const files = recording.spans().map((span) => json(span, 'gen_ai.input.messages') as [{ parts: object[] }])
  expect(files.map(([message]) => message.parts)).toEqual([
    [{ type: 'openai.file', modality: 'audio', filename: 'x.wav' }],
    [{ type: 'openai.file', modality: 'audio' }],
  ])
})
