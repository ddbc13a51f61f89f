import type OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { json, record } from '../../test/recording.ts'
import { versions } from '../../test/versions.ts'
import { instrumentOpenAI } from '../index.ts'

/** A tool as a library may have it: its parts are private, and given out by getters. */
class Definition {
  readonly name = 'add'
  readonly #sums: number[] = []
  get parameters(): object {
    return { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, sums: this.#sums.length }
  }
  parse(text: string): { a: number; b: number } {
    return { ...(JSON.parse(text) as { a: number; b: number }), ...(this.#sums.length > 9 ? { a: 0 } : {}) }
  }
  function({ a, b }: { a: number; b: number }): string {
    this.#sums.push(a + b)
    return String(a + b)
  }
}
class AddTool {
  readonly type = 'function'
  readonly #definition = new Definition()
  get function(): Definition {
    return this.#definition
  }
}

const call = (id: string, text: string): object => ({
  id,
  type: 'function',
  function: { name: 'add', arguments: text },
})

describe.each(versions)('runTools of %s', (_, Client) => {
  const run = async (instrument: (client: OpenAI) => OpenAI, tools: unknown, ...calls: object[]): Promise<unknown> => {
    const api = await scriptedApi({ json: completion({ tool_calls: calls }) }, { json: completion() })
    const client = instrument(new Client({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true }))
    const runner = client.chat.completions.runTools({ model: 'm', messages: [], tools } as never)
    const answer = await runner.finalContent()
    return [answer, (await api.requests()).map(({ body }) => body)]
  }

  it('runs tools that are instances of classes with private fields', async () => {
    const recording = record()
    const bare = await run((client) => client, [new AddTool()], call('c1', '{"a":1,"b":2}'))
    expect(await run(instrumentOpenAI, [new AddTool()], call('c1', '{"a":1,"b":2}'))).toEqual(bare)
    const [tool] = recording.named('execute_tool add')
    expect(json(tool!, 'gen_ai.tool.call.arguments')).toEqual({ a: 1, b: 2 })
  })

  it("records of its tools what the client's own options say", async () => {
    const recording = record({ captureContent: true })
    const instrument = (client: OpenAI): OpenAI => instrumentOpenAI(client, { captureContent: false })
    await run(instrument, [new AddTool()], call('c1', '{"a":1,"b":2}'))
    const [tool] = recording.named('execute_tool add')
    expect(Object.keys(tool!.attributes)).not.toContain('gen_ai.tool.call.arguments')
    expect(Object.keys(tool!.attributes)).not.toContain('gen_ai.tool.call.result')
    expect(tool?.attributes['gen_ai.tool.call.id']).toBe('c1')
  })

  it('runs frozen tools', async () => {
    const recording = record()
    const tools = (): unknown => {
      const definition = { name: 'add', parameters: {}, parse: JSON.parse, function: () => '3' }
      return Object.freeze([Object.freeze({ type: 'function', function: Object.freeze(definition) })])
    }
    const bare = await run((client) => client, tools(), call('c1', '{}'))
    expect(await run(instrumentOpenAI, tools(), call('c1', '{}'))).toEqual(bare)
    expect(recording.named('execute_tool add')).toHaveLength(1)
  })

  it('tells which call a function answers, where the client has refused the one before', async () => {
    const recording = record()
    await run(instrumentOpenAI, [new AddTool()], call('c1', 'not JSON'), call('c2', '{"a":2,"b":2}'))
    const [tool] = recording.named('execute_tool add')
    expect(tool?.attributes['gen_ai.tool.call.id']).toBe('c2')
  })
})

it.each(versions)('a tool that keeps something on itself works with %s as without tracing', async (_, Client) => {
  const run = async (traceIt: boolean): Promise<unknown[]> => {
    const call = { id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }
    const api = await scriptedApi({ json: completion({ tool_calls: [call] }) }, { json: completion() })
    const bare = new Client({ apiKey: 'k', baseURL: api.baseURL, dangerouslyAllowBrowser: true })
    const definition = {
      name: 'add',
      parameters: { type: 'object' },
      parsed: 0,
      parse(text: string): { a: number } {
        this.parsed += 1
        return JSON.parse(text) as { a: number }
      },
      function: ({ a }: { a: number }) => `${a} of ${definition.parsed}`,
    }
    const tools = [{ type: 'function' as const, function: definition }]
    const client = traceIt ? instrumentOpenAI(bare) : bare
    const messages = [{ role: 'user' as const, content: 'x' }]
    await client.chat.completions.runTools({ model: 'm', messages, tools } as never).finalContent()
    const [, second] = (await api.requests()) as { body: { messages: object[] } }[]
    return [definition.parsed, second?.body.messages.at(-1)]
  }
  const recording = record()
  const bare = await run(false)
  expect(bare[0]).toBe(1)
  expect(await run(true)).toEqual(bare)
  expect(recording.named('execute_tool add')).toHaveLength(1)
})
