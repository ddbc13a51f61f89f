import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
const VITE = fileURLToPath(new URL('node_modules/vite/bin/vite.js', import.meta.url))

it('leaves nothing of the viewer and of the receiver in a production build', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spanlit-demo-'))
  const build = spawn(
    process.execPath,
    ['--conditions=@spanlit/source', VITE, 'build', '--configLoader', 'native', '--outDir', folder, '--emptyOutDir'],
    // Not the mode of the tests: a build is one for production.
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  expect(await once(build, 'exit')).toEqual([0, null])
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  )
  const whole = texts.join('\n')
  const found = (words: string[]): string[] => words.filter((word) => whole.includes(word))
  // It is the demo that was built, with its tracing.
  expect(found(['click Check the claims', 'gen_ai.operation.name'])).toHaveLength(2)
  expect(found(['spanlit-viewer', 'spanlit-launcher', '__spanlit', '@spanlit/client', 'sk-stand-in'])).toEqual([])
  await rm(folder, { recursive: true })
})
