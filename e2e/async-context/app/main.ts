import { ROOT_CONTEXT, context, createContextKey } from '@opentelemetry/api'
import { instrumentOpenAI, startTracing, withAgent, withSpan } from '@spanlit/core'
import OpenAI from 'openai'
import { cases } from '../../../packages/vite/test/async-context/cases.ts'
import { play, type Contexts, type Outcome } from '../../../packages/vite/test/async-context/surroundings.ts'

/** What the tests call in the page. */
export interface App {
  play(name: string): Promise<Outcome>
  ask(baseURL: string): Promise<void>
  /** A module that is loaded on demand. */
  loadAndAsk(baseURL: string): Promise<void>
}

startTracing({ destination: 'none', live: true })

const name = createContextKey('name')
const contexts: Contexts = {
  run: (value, fn) => context.with(ROOT_CONTEXT.setValue(name, value), fn),
  current: () => context.active().getValue(name) as string | undefined,
}

function clientOf(baseURL: string): OpenAI {
  return instrumentOpenAI(new OpenAI({ apiKey: 'none', baseURL, dangerouslyAllowBrowser: true }))
}

const request = { model: 'gpt-4.1-mini', messages: [{ role: 'user' as const, content: 'Which colour has the sky?' }] }

const app: App = {
  play: (name) => play(cases[name]!, contexts),

  async ask(baseURL) {
    const client = clientOf(baseURL)
    const agent = (name: string): Promise<void> =>
      withAgent({ name }, async () => {
        await client.chat.completions.create(request)
        for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) void chunk
        await withSpan('a step', async () => {
          await new Promise((resolve) => setTimeout(resolve, 10))
          await client.chat.completions.create(request)
        })
      })
    await Promise.all([agent('one'), agent('two')])
    await client.chat.completions.create(request)
  },

  async loadAndAsk(baseURL) {
    await withSpan('on demand', async () => {
      const { ask } = await import('./on-demand.ts')
      await ask(clientOf(baseURL), request)
    })
  },
}

Object.assign(globalThis, { app })
