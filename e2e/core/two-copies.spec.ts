/** Two copies of the package in one process, as two bundles of an application have them, are one tracing. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { build } from 'esbuild'
import type { StandIn } from 'stand-in'
import { startOpenAI } from '../packed/openai.ts'

const core = resolve(import.meta.dirname, '../../packages/core')
let folder: string
let openai: StandIn

test.beforeAll(async () => {
  openai = await startOpenAI()
  folder = await mkdtemp(join(core, '.e2e-copies-'))
  for (const name of ['one', 'two']) {
    await build({
      entryPoints: [join(core, 'src/index.ts')],
      outfile: join(folder, `${name}.mjs`),
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['@spanlit/source'],
      // One copy of the SDK is the application's own affair; of Spanlit there are two.
      packages: 'external',
    })
  }
})

test.afterAll(async () => {
  await openai.close()
  await rm(folder, { recursive: true })
})

test('the second start returns the tracing that runs, and a client has one span a call', async () => {
  const file = join(folder, 'app.mjs')
  await writeFile(
    file,
    `import OpenAI from 'openai'
     import * as one from './one.mjs'
     import * as two from './two.mjs'
     const ended = []
     const processor = { onStart() {}, onEnd: (span) => ended.push(span.name), forceFlush: async () => {}, shutdown: async () => {} }
     const tracing = one.startTracing({ destination: 'none', spanProcessors: [processor] })
     const same = two.startTracing() === tracing
     const client = two.instrumentOpenAI(one.instrumentOpenAI(new OpenAI()))
     two.instrumentOpenAI(OpenAI)
     await two.withSpan('outer', () => client.chat.completions.create({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Hi' }] }))
     console.log(JSON.stringify({ different: one.withSpan !== two.withSpan, same, ended }))`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: { PATH: process.env.PATH, OPENAI_API_KEY: 'k', OPENAI_BASE_URL: openai.baseURL },
  })
  expect(JSON.parse(stdout)).toEqual({ different: true, same: true, ended: ['chat gpt-4.1-mini', 'outer'] })
})
