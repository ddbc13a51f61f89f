import { withConversation, withSpan } from '@spanlit/core'
import type { OpenAI } from 'openai'

import { client, model } from '../tracing.ts'
import { TOOLS, type Tool } from './tools/tools.ts'

/** A tool call as the page shows it. */
export interface ShownCall {
  tool: string
  argument: string
  /** Undefined while it runs. */
  result: object | undefined
}

/** One question with what came of it. */
export interface Exchange {
  question: string
  /** Text and tool calls in the order in which they came. */
  parts: ({ kind: 'text'; text: string } | ({ kind: 'call' } & ShownCall))[]
  state: 'asking' | 'answered' | 'stopped' | 'failed'
  problem: string
}

const INSTRUCTIONS =
  'You are the assistant of a lighthouse. Look facts up in the handbook, never guess them; let the calculator do the sums. Answer in short Markdown and name the pages of the handbook that you used.'

/** A conversation with the model: its messages, and what the page shows of them. */
export class Conversation {
  readonly exchanges: Exchange[] = []
  readonly #id = crypto.randomUUID()
  readonly #onChange: () => void
  #messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'system', content: INSTRUCTIONS }]
  #asking: AbortController | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get asking(): boolean {
    return this.#asking !== undefined
  }

  stop(): void {
    this.#asking?.abort()
  }

  /** Asks in a span for the click; resolves when the answer is whole, stopped, or failed. Never rejects. */
  async ask(question: string): Promise<void> {
    const exchange: Exchange = { question, parts: [], state: 'asking', problem: '' }
    this.exchanges.push(exchange)
    const asking = new AbortController()
    this.#asking = asking
    this.#onChange()
    try {
      await withConversation(this.#id, () =>
        withSpan('click Ask the assistant', (span) => {
          span.setAttribute('conversation.turn', this.exchanges.length)
          return this.#run(exchange, asking.signal)
        }),
      )
      exchange.state = 'answered'
    } catch (error) {
      exchange.state = asking.signal.aborted ? 'stopped' : 'failed'
      exchange.problem = error instanceof Error ? error.message : String(error)
      this.#keepWhatCame(exchange)
    } finally {
      this.#asking = undefined
      this.#onChange()
    }
  }

  async #run(exchange: Exchange, signal: AbortSignal): Promise<void> {
    const runner = client.chat.completions.runTools(
      {
        model,
        stream: true,
        stream_options: { include_usage: true },
        messages: [...this.#messages, { role: 'user', content: exchange.question }],
        tools: TOOLS.map((tool) => ({
          type: 'function' as const,
          function: {
            name: tool.name,
            description: tool.description,
            parameters: {
              type: 'object' as const,
              properties: {
                [tool.parameter.name]: { type: 'string' as const, description: tool.parameter.description },
              },
              required: [tool.parameter.name],
              additionalProperties: false,
            },
            function: (args: string) => this.#call(exchange, tool, args),
          },
        })),
      },
      { signal },
    )
    runner.on('content', (delta) => {
      const last = exchange.parts.at(-1)
      if (last?.kind === 'text') last.text += delta
      else exchange.parts.push({ kind: 'text', text: delta })
      this.#onChange()
    })
    await runner.done()
    this.#messages = [...runner.messages]
  }

  #call(exchange: Exchange, tool: Tool, args: string): object {
    const argument = argumentIn(args, tool.parameter.name)
    const shown: ShownCall & { kind: 'call' } = { kind: 'call', tool: tool.name, argument, result: undefined }
    exchange.parts.push(shown)
    this.#onChange()
    const result = outcomeOf(tool, argument)
    shown.result = result
    this.#onChange()
    return result
  }

  /** After a stop or a failure the conversation goes on with the question and the text that had come. */
  #keepWhatCame(exchange: Exchange): void {
    const text = exchange.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    this.#messages = [
      ...this.#messages,
      { role: 'user', content: exchange.question },
      { role: 'assistant', content: text === '' ? '(stopped before the answer)' : text },
    ]
  }
}

/** An error is a result like any other: the model reads it and can try again. */
function outcomeOf(tool: Tool, argument: string): object {
  try {
    return tool.run(argument)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function argumentIn(args: string, name: string): string {
  try {
    const value = (JSON.parse(args) as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : JSON.stringify(value ?? '')
  } catch {
    return args
  }
}
