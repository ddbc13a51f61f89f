import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { chunksOf, completion } from 'stand-in/wire'
import { expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'

const app = resolve(import.meta.dirname, '../../test/zone-app.ts')
const answer = { json: completion({ content: '{"ok":true}' }) }

it.each(['openai5', 'openai6', 'openai'])(
  'where zone.js replaces Promise, %s works as without tracing',
  async (version) => {
    const run = async (how: 'bare' | 'traced'): Promise<{ seen: unknown[]; spans: string[] }> => {
      const answering = await scriptedApi(answer, answer, answer)
      const streaming = await scriptedApi({ events: chunksOf('One two.') })
      const parameters = ['--conditions=@spanlit/source', app, version, how, answering.baseURL, streaming.baseURL]
      const { stdout } = await promisify(execFile)(process.execPath, parameters)
      return JSON.parse(stdout) as { seen: unknown[]; spans: string[] }
    }
    const { seen, spans } = await run('traced')
    expect(seen).toEqual((await run('bare')).seen)
    expect(spans).toEqual(['chat m', 'chat m', 'chat m', 'chat m', 'numbers'])
  },
)
