/** A Node backend and a Spanlit receiver: open spans and streamed text travel while the call runs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { createCollector } from '../../packages/collector/src/index.ts'
import { TestViewer } from '../../packages/collector/test/viewer.ts'

const core = resolve(import.meta.dirname, '../../packages/core')
const WORDS = ['One ', 'two ', 'three.']

let folder: string
let api: Server
/** Lets the answer go on by one word. */
let nextWord: () => void = () => {}

test.beforeAll(async () => {
  folder = await mkdtemp(join(core, '.e2e-live-'))
  api = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const words = [...WORDS]
    nextWord = () => {
      const content = words.shift()
      if (content === undefined) return response.end('data: [DONE]\n\n')
      const choices = [{ index: 0, delta: { content }, finish_reason: words.length === 0 ? 'stop' : null }]
      return response.write(`data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'm', choices })}\n\n`)
    }
    response.flushHeaders()
  })
  await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready))
})

test.afterAll(async () => {
  api.closeAllConnections()
  api.close()
  await rm(folder, { recursive: true })
})

async function startBackend(endpoint: string): Promise<ChildProcess> {
  const file = join(folder, 'backend.mjs')
  await writeFile(
    file,
    `import { instrumentOpenAI, startTracing, withSpan } from '@spanlit/core'
     import OpenAI from 'openai'
     const tracing = startTracing({ serviceName: 'backend' })
     const openai = instrumentOpenAI(new OpenAI({ apiKey: 'k' }))
     await withSpan('serve', async () => {
       const messages = [{ role: 'user', content: 'Count to three.' }]
       for await (const _ of await openai.chat.completions.create({ model: 'm', messages, stream: true }));
     })
     await tracing.shutdown()`,
  )
  const { port } = api.address() as AddressInfo
  return spawn(process.execPath, ['--conditions=@spanlit/source', file], {
    env: {
      PATH: process.env.PATH,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    },
    stdio: 'inherit',
  })
}

test('a viewer of the receiver sees the text of a backend word by word, before the span ends', async () => {
  const collector = createCollector({})
  const { url } = await collector.listen({ port: 0 })
  const viewer = await TestViewer.open(url)
  const backend = await startBackend(url)
  const seen: string[] = []
  const until = async (wanted: string): Promise<void> => {
    while (!seen.includes(wanted)) {
      const received = await viewer.next()
      if (!received) throw new Error(`The feed ended before "${wanted}"; seen: ${seen.join(', ')}`)
      const { type, span, deltas } = received.event
      seen.push(`${type} ${span.name}`, ...(deltas ?? []).map((delta) => `text ${delta.text}`))
    }
  }
  try {
    await until('start chat m')
    for (const word of WORDS) {
      nextWord()
      await until(`text ${word}`)
      expect(seen).not.toContain('end chat m')
    }
    nextWord()
    await until('end serve')
    expect(seen.filter((entry) => entry === 'end chat m')).toHaveLength(1)
    await once(backend, 'exit')
  } finally {
    backend.kill()
    viewer.close()
    await collector.close()
  }
})

test('a receiver that starts after the backend hears what has happened', async () => {
  const taken = createServer()
  await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready))
  const { port } = taken.address() as AddressInfo
  await new Promise((closed) => taken.close(closed))
  const backend = await startBackend(`http://127.0.0.1:${port}`)
  // The backend is in the middle of its call, and nobody listens yet.
  await once(api, 'request')
  await new Promise((wait) => setTimeout(wait, 300))
  const collector = createCollector({})
  await collector.listen({ port })
  const viewer = await TestViewer.open(`http://127.0.0.1:${port}`)
  try {
    for (;;) {
      const received = await viewer.next()
      if (received?.event.span.name === 'chat m') break
    }
    for (let step = 0; step <= WORDS.length; step++) nextWord()
    const [code] = (await once(backend, 'exit')) as [number]
    expect(code).toBe(0)
  } finally {
    backend.kill()
    viewer.close()
    await collector.close()
  }
})
