import { SpanKind, context, type Attributes, type Span } from '@opentelemetry/api'
import { checkFunction } from '../check-options.ts'
import { capturesOnSpan, type ContentPolicy } from '../content-policy.ts'
import { guarded } from '../faults.ts'
import type { CallContent } from '../messages.ts'
import * as names from '../semconv.ts'
import { currentPolicy, settings } from '../settings.ts'
import { withAgentIn, type SurroundingAgent } from './agent-context.ts'
import { inheritedByAgent, withInherited } from './inherited.ts'
import { OwnSpan } from './run-in-span.ts'

/** An agent that runs in this process. */
export interface AgentOptions {
  name: string
  /** The id under which a portal knows the agent, e.g. of an external agent registered in Microsoft Foundry. */
  id?: string
  description?: string
  version?: string
  /**
   * What the agent was asked: a text, or a list of messages in the shape of the GenAI conventions. Recorded under the content policy. By
   * default the last message of a user in the agent's first call of a model.
   */
  input?: unknown
  /** Reads what the agent has answered from the result of `fn`, in the same shapes. By default the answer to its last call of a model. */
  output?: (result: unknown) => unknown
}

/** Runs `fn` in an `invoke_agent` span; `gen_ai.agent.*` is on it and on all GenAI spans inside. */
export function withAgent<Result>(agent: AgentOptions, fn: (span: Span) => Result): Result {
  if (typeof agent?.name !== 'string') throw new TypeError('withAgent takes an agent first, at least { name }.')
  checkFunction('withAgent', fn)
  const { output } = agent
  if (output !== undefined && typeof output !== 'function') {
    throw new TypeError(
      'The output of an agent is a function that reads the answer from the result, as (result) => text.',
    )
  }
  const about: Attributes = { [names.ATTR_GEN_AI_AGENT_NAME]: agent.name }
  if (agent.id) about[names.ATTR_GEN_AI_AGENT_ID] = agent.id
  if (agent.version) about[names.ATTR_GEN_AI_AGENT_VERSION] = agent.version
  const around = inheritedByAgent(context.active())
  const attributes: Attributes = { [names.ATTR_GEN_AI_OPERATION_NAME]: 'invoke_agent', ...around, ...about }
  if (agent.description) attributes[names.ATTR_GEN_AI_AGENT_DESCRIPTION] = agent.description
  const record = new AgentSpan(currentPolicy())
  const parent = withAgentIn(withInherited(context.active(), about, around), record)
  const finish = (_span: Span, result: unknown): void => {
    if (output && result !== undefined) record.answered(output(result))
    record.write()
  }
  const own = new OwnSpan(`invoke_agent ${agent.name}`, { kind: SpanKind.INTERNAL, attributes, parent }, finish)
  return own.follow(
    own.run((span) => {
      record.begin(span, agent.input)
      return fn(span)
    }),
  )
}

/** What an agent's span learns from the calls of models inside it. Usage stays on the calls: a sum of spans would count it twice. */
class AgentSpan implements SurroundingAgent {
  readonly #policy: ContentPolicy
  #span: Span | undefined
  #provider: string | undefined
  /** Given by the application, in any shape. */
  #givenInput: unknown
  #givenOutput: unknown
  /** JSON, as its calls have recorded it. */
  #asked: string | undefined
  #said: string | undefined

  constructor(policy: ContentPolicy) {
    this.#policy = policy
  }

  get provider(): string | undefined {
    return this.#provider
  }

  begin(span: Span, input: unknown): void {
    this.#span = span
    this.#givenInput = input
    if (input !== undefined) guarded('agent', () => this.#show())
  }

  called(attributes: Attributes): void {
    if (this.#provider !== undefined) return
    const { [names.ATTR_GEN_AI_PROVIDER_NAME]: provider, [names.ATTR_GEN_AI_REQUEST_MODEL]: model } = attributes
    if (typeof provider !== 'string') return
    this.#provider = provider
    this.#span?.setAttribute(names.ATTR_GEN_AI_PROVIDER_NAME, provider)
    if (model !== undefined) this.#span?.setAttribute(names.ATTR_GEN_AI_REQUEST_MODEL, model)
  }

  get isAsked(): boolean {
    return this.#givenInput !== undefined || this.#asked !== undefined
  }

  asked(messages: string): void {
    this.#asked ??= messages
    this.#show()
  }

  said(messages: string): void {
    this.#said = messages
    this.#show()
  }

  /** The application has said what the agent answers. */
  answered(output: unknown): void {
    this.#givenOutput = output
    this.#show()
  }

  /** Puts input and output on the span, where the policy says so. */
  write(): void {
    if (capturesOnSpan(this.#policy)) this.#span?.setAttributes(this.#content())
    this.#span = undefined
  }

  #show(): void {
    if (this.#span && settings.live) settings.live.content(this.#span, this.#content())
  }

  #content(): Attributes {
    const input = this.#serialize(names.ATTR_GEN_AI_INPUT_MESSAGES, this.#givenInput, 'user') ?? this.#asked
    const output = this.#serialize(names.ATTR_GEN_AI_OUTPUT_MESSAGES, this.#givenOutput, 'assistant') ?? this.#said
    return {
      ...(input !== undefined && { [names.ATTR_GEN_AI_INPUT_MESSAGES]: input }),
      ...(output !== undefined && { [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: output }),
    }
  }

  #serialize(attribute: keyof CallContent, given: unknown, role: string): string | undefined {
    if (given === undefined) return undefined
    const about = { policy: this.#policy, operation: 'invoke_agent' }
    const text = settings.recorder?.attributes({ [attribute]: messagesOf(given, role) }, about)[attribute]
    return typeof text === 'string' ? text : undefined
  }
}

function messagesOf(value: unknown, role: string): unknown[] {
  const messages: unknown[] = Array.isArray(value) ? value : [{ role, parts: [{ type: 'text', content: value }] }]
  // Readers drop an answer without it.
  const more = role === 'assistant' ? { finish_reason: 'stop' } : {}
  return messages.map((message) =>
    message !== null && typeof message === 'object' ? { ...more, ...message } : message,
  )
}
