import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

import { afterEach, expect, it } from 'vitest'

const START = fileURLToPath(new URL('start.ts', import.meta.url))
let running: ChildProcess | undefined

afterEach(async () => {
  if (running?.exitCode === null && running.signalCode === null) {
    running.kill('SIGKILL')
    await once(running, 'exit')
  }
})

interface Started {
  process: ChildProcess
  /** What it has printed so far, both streams. */
  output(): string
  /** Resolves with the page's URL; rejects when the demo ends before it has one. */
  url(): Promise<string>
  exitCode(): Promise<number | null>
}

function start(args: string[], environment: NodeJS.ProcessEnv = {}): Started {
  const {
    OPENAI_API_KEY: _key,
    AZURE_OPENAI_ENDPOINT: _azure,
    AZURE_AI_PROJECT_ENDPOINT: _project,
    APPLICATIONINSIGHTS_CONNECTION_STRING: _insights,
    ...own
  } = process.env
  const child = spawn(process.execPath, ['--conditions=@spanlit/source', START, ...args], {
    env: { ...own, DEMO_SPEED: '50', DEMO_WATCH: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  let printed = ''
  const exited = once(child, 'exit') as Promise<[number | null]>
  const found = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
        const url = /Spanlit demo {2}(http:\S+)/.exec(printed)?.[1]
        if (url && printed.includes('Ctrl-C')) resolve(url)
      })
    }
    void exited.then(() => reject(new Error(`The demo ended: ${printed}`)))
  })
  // Only who asks for the URL is told.
  found.catch(() => {})
  return {
    process: child,
    output: () => printed,
    url: () => found,
    exitCode: async () => (await exited)[0],
  }
}

/** The ids of the processes that a process has started. */
async function childrenOf(id: number): Promise<number[]> {
  const listing = spawn('ps', ['-o', 'pid=', '--ppid', String(id)], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  listing.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  await once(listing, 'close')
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map(Number)
    .filter((child) => child !== listing.pid)
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch {
    return false
  }
}

it('starts all with one command, prints one URL, holds no key in the page, and stops all', async () => {
  const demo = start(['--port', '0'])
  const url = await demo.url()
  expect(demo.output().match(/https?:\/\//g)).toHaveLength(1)
  expect(demo.output()).toContain('stand-in of the OpenAI API')
  const children = await childrenOf(demo.process.pid ?? 0)
  expect(children).toHaveLength(1)

  const served = await everythingServed(url)
  expect(served.length).toBeGreaterThan(20)
  expect(served.join('\n')).not.toMatch(/sk-stand-in-/)
  expect(served.join('\n')).toContain('assess-claims')

  const answer = await ask(url, { origin: url.replace(/\/$/, '') })
  expect(answer.status).toBe(200)
  expect((await ask(url, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await ask(url, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await ask(url, {})).status).toBe(403)

  demo.process.kill('SIGTERM')
  expect(await demo.exitCode()).toBe(0)
  expect(children.filter(isAlive)).toEqual([])
})

it('stops all and says which when a part of it crashes', async () => {
  const demo = start(['--port', '0'])
  await demo.url()
  const [backend = 0] = await childrenOf(demo.process.pid ?? 0)
  process.kill(backend, 'SIGKILL')
  expect(await demo.exitCode()).toBe(1)
  expect(demo.output()).toContain('claims-api has ended by itself (SIGKILL)')
})

it('says what to do when the port is taken', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const demo = start(['--port', String(port)])
  expect(await demo.exitCode()).toBe(1)
  expect(demo.output()).toContain(`Port ${port} is already in use`)
  taken.close()
})

it('says what an argument should have been', async () => {
  const demo = start(['--port', 'lots'])
  expect(await demo.exitCode()).toBe(1)
  expect(demo.output()).toContain('--port takes a number')
})

it('prints the backend’s spans to the console with --console', async () => {
  const demo = start(['--console', '--port', '0'])
  const url = await demo.url()
  const response = await fetch(`${url}api/assess-claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ claims: ['Honey is edible.'], contexts: ['Honey is edible for years.'] }),
  })
  expect(await response.json()).toEqual({ index: 0, context: 0, verdict: 'True' })
  await expect.poll(demo.output).toContain('assess_claims_with_context')
  await expect.poll(demo.output).toContain('operation.claims_count')
})

/** A call to the model, as the page makes it or as a stranger would. */
function ask(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${url}openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello' }] }),
  })
}

/** The page and every module that it imports, dependencies left out. */
async function everythingServed(url: string): Promise<string[]> {
  const seen = new Map<string, string>()
  const waiting = [url]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    const response = await fetch(next)
    const text = await response.text()
    seen.set(next, text)
    for (const [, path] of text.matchAll(/(?:from|import|src=)\s*\(?"(\/[^"]+)"/g)) {
      if (path && !path.includes('/.vite/deps/')) waiting.push(new URL(path, url).href)
    }
  }
  return [...seen.values()]
}
