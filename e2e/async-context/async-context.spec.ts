/**
 * The active context follows `await` in a real browser, in an app that Vite serves and in one that it has built. The same cases run
 * here, as they are written, on Node's AsyncLocalStorage: what happens has to be the same.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { cases } from '../../packages/vite/test/async-context/cases.ts'
import { play, type Contexts, type Outcome } from '../../packages/vite/test/async-context/surroundings.ts'
import { run } from '../../scripts/processes.ts'
import type { StandIn } from 'stand-in'
import { startOpenAI } from '../packed/openai.ts'
import { type Service, startService } from '../packed/service.ts'
import type { App } from './app/main.ts'

const root = join(import.meta.dirname, 'app')
const command = ['--conditions=@spanlit/source', join(import.meta.dirname, '../node_modules/vite/bin/vite.js')]
const flags = ['--configLoader', 'native']
const address = ['--host', '127.0.0.1', '--port', '0']

const storage = new AsyncLocalStorage<string>()
const inNode: Contexts = { run: (name, fn) => storage.run(name, fn), current: () => storage.getStore() }

let openai: StandIn
let folder: string

test.beforeAll(async () => {
  openai = await startOpenAI()
  folder = await mkdtemp(join(tmpdir(), 'spanlit-async-context-'))
})

test.afterAll(async () => {
  await openai.close()
  await rm(folder, { recursive: true, force: true })
})

const ways: Record<string, () => Promise<Service>> = {
  'in an app that Vite serves': () => startService(root, [...command, ...flags, ...address], {}),
  async 'in an app that Vite has built'() {
    const build = [...command, 'build', ...flags, '--outDir', folder, '--emptyOutDir']
    const { code, output } = await run(process.execPath, build, { cwd: root, timeout: 60_000, quiet: true })
    if (code !== 0) throw new Error(output)
    return startService(root, [...command, 'preview', ...flags, '--outDir', folder, ...address], {})
  },
}

for (const [way, start] of Object.entries(ways)) {
  test.describe(way, () => {
    let service: Service
    test.beforeAll(async () => {
      service = await start()
    })
    test.afterAll(() => service?.stop())
    test.beforeEach(async ({ page }) => {
      await page.goto(service.url)
      await page.waitForFunction(() => 'app' in globalThis)
    })

    test('calls after an await are in the span around them', async ({ page }) => {
      await page.evaluate((baseURL) => (globalThis as unknown as { app: App }).app.ask(baseURL), openai.baseURL)
      await expect
        .poll(() => tree(page))
        .toEqual(
          [
            ...['one', 'two'].flatMap((agent) => [
              `invoke_agent ${agent}`,
              `invoke_agent ${agent} > a step`,
              `invoke_agent ${agent} > a step > chat gpt-4.1-mini (${agent})`,
              `invoke_agent ${agent} > chat gpt-4.1-mini (${agent})`,
              `invoke_agent ${agent} > chat gpt-4.1-mini (${agent})`,
            ]),
            'chat gpt-4.1-mini (nobody)',
          ].toSorted(),
        )
    })

    test('so are those of a module that is loaded on demand', async ({ page }) => {
      await page.evaluate((baseURL) => (globalThis as unknown as { app: App }).app.loadAndAsk(baseURL), openai.baseURL)
      await expect.poll(() => tree(page)).toEqual(['on demand', 'on demand > chat gpt-4.1-mini (nobody)'])
    })

    test('all that happens is what happens on AsyncLocalStorage', async ({ page }) => {
      for (const [name, written] of Object.entries(cases)) {
        const outcome = await page.evaluate((name) => (globalThis as unknown as { app: App }).app.play(name), name)
        const expected = await play(written, inNode)
        expect({ name, ...comparable(name, outcome) }).toEqual({ name, ...comparable(name, expected) })
      }
    })
  })
}

/** How many turns the platform's own streams take is their own affair. */
function comparable(name: string, { events, result }: Outcome): Outcome {
  if (name !== 'a stream of the platform') return { events, result }
  return { events: events.map((event) => event.replace(/ \(turn \d+\)$/, '')), result }
}

interface LiveEvent {
  type: string
  scope: { name: string }
  span: {
    name: string
    spanId: string
    parentSpanId?: string
    attributes: { key: string; value: { stringValue?: string } }[]
  }
}

/** The spans that have ended, each as its path from the root, with the agent that it names. */
async function tree(page: Page): Promise<string[]> {
  const events = await page.evaluate(() => {
    const feed = (globalThis as unknown as Record<symbol, { snapshot(): LiveEvent[] }>)[Symbol.for('spanlit.live')]
    return feed?.snapshot() ?? []
  })
  const spans = events
    .filter(({ type, scope }) => type === 'end' && scope.name === '@spanlit/core')
    .map(({ span }) => span)
  const pathOf = (id: string | undefined): string => {
    const span = spans.find(({ spanId }) => spanId === id)
    return span ? [pathOf(span.parentSpanId), span.name].filter(Boolean).join(' > ') : ''
  }
  return spans
    .map(({ spanId, name, attributes }) => {
      const agent = attributes.find(({ key }) => key === 'gen_ai.agent.name')?.value.stringValue ?? 'nobody'
      return pathOf(spanId) + (name.startsWith('chat') ? ` (${agent})` : '')
    })
    .toSorted()
}
