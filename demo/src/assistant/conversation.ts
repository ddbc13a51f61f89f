import { withConversation, withSpan } from '@spanlit/core'
import type { OpenAI } from 'openai'
import { client, model } from '../tracing.ts'
import { TOOLS, type Tool } from './tools.ts'

/** A tool call as the page shows it. */
export interface ShownCall {
  tool: string
  argument: string
  /** Undefined while it runs. */
  result?: object
}

/** One question with what came of it. */
export interface Exchange {
  question: string
  /** Texts and tool calls in the order in which they came. */
  parts: (string | ShownCall)[]
  state: 'asking' | 'answered' | 'stopped' | 'failed'
  problem: string
}

const INSTRUCTIONS =
  'You are the assistant of a lighthouse. Look facts up in the handbook, and read the instruments; never guess. Answer in short Markdown and name the pages of the handbook that you used.'

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

  /** Asks in a span for the click. Resolves when the answer is whole, stopped, or failed; never rejects. */
  async ask(question: string): Promise<void> {
    const exchange: Exchange = { question, parts: [], state: 'asking', problem: '' }
    this.exchanges.push(exchange)
    const asking = new AbortController()
    this.#asking = asking
    this.#messages.push({ role: 'user', content: question })
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
      // The conversation goes on with the text that had come.
      const text = exchange.parts.filter((part) => typeof part === 'string').join('')
      this.#messages.push({ role: 'assistant', content: text || '(stopped before the answer)' })
    }
    this.#asking = undefined
    this.#onChange()
  }

  async #run(exchange: Exchange, signal: AbortSignal): Promise<void> {
    const runner = client.chat.completions.runTools(
      {
        model,
        stream: true,
        stream_options: { include_usage: true },
        messages: [...this.#messages],
        tools: TOOLS.map((tool) => {
          const { name, description } = tool
          const [parameter, meaning] = tool.parameter
          const properties = { [parameter]: { type: 'string', description: meaning } }
          const parameters = { type: 'object', properties, required: [parameter], additionalProperties: false }
          const run = (args: string): object => this.#call(exchange, tool, args)
          return { type: 'function' as const, function: { name, description, parameters, function: run } }
        }),
      },
      { signal },
    )
    runner.on('content', (delta) => {
      const last = exchange.parts.at(-1)
      if (typeof last === 'string') exchange.parts.splice(-1, 1, last + delta)
      else exchange.parts.push(delta)
      this.#onChange()
    })
    await runner.done()
    this.#messages = [...runner.messages]
  }

  #call(exchange: Exchange, { name, parameter, run }: Tool, args: string): object {
    const shown: ShownCall = { tool: name, argument: args }
    exchange.parts.push(shown)
    try {
      shown.argument = String((JSON.parse(args) as Record<string, unknown>)[parameter[0]])
      shown.result = run(shown.argument)
    } catch (error) {
      shown.result = { result: error instanceof Error ? error.message : String(error) }
    }
    this.#onChange()
    return shown.result
  }
}
