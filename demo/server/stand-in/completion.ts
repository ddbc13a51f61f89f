import { countTokens, splitTokens } from './tokens.ts'
import type { Prompt, Reply } from './prompt.ts'

/** A reply cut to what the request allows. */
export interface Completion {
  /** The text in tokens. */
  tokens: string[]
  calls: { name: string; arguments: string }[]
  finish: 'stop' | 'length' | 'tool_calls'
}

/** Applies stop sequences and the limit of tokens, as the API does. */
export function limitReply(reply: Reply, maxTokens: number | undefined, stop: string[]): Completion {
  const calls = reply.calls.map((call) => ({ name: call.name, arguments: JSON.stringify(call.arguments) }))
  if (calls.length > 0) return { tokens: splitTokens(reply.text), calls, finish: 'tool_calls' }
  const cuts = stop.map((sequence) => reply.text.indexOf(sequence)).filter((index) => index >= 0)
  const tokens = splitTokens(cuts.length > 0 ? reply.text.slice(0, Math.min(...cuts)) : reply.text)
  if (maxTokens !== undefined && tokens.length > maxTokens) {
    return { tokens: tokens.slice(0, maxTokens), calls, finish: 'length' }
  }
  return { tokens, calls, finish: 'stop' }
}

/** Tokens of a completion, its tool calls with it. */
export function completionTokens(completion: Completion): number {
  const calls = completion.calls.reduce(
    (sum, call) => sum + 4 + countTokens(call.name) + countTokens(call.arguments),
    0,
  )
  return completion.tokens.length + calls
}

/** How many tokens a reasoning model thinks, by effort; the API reports them in steps of 64. */
export function reasoningTokens(effort: string, promptTokens: number): number {
  const steps = { minimal: 0, low: 1, medium: 2, high: 6 }[effort] ?? 2
  return steps === 0 ? 0 : 64 * (steps + Math.floor(promptTokens / 400))
}

/** Tokens of the prompt: messages with their framing, tools with their schemas. */
export function promptTokens(prompt: Prompt): number {
  const turns = prompt.turns.reduce(
    (sum, turn) =>
      sum + 4 + countTokens(turn.text) + turn.calls.reduce((calls, call) => calls + 6 + countTokens(call.arguments), 0),
    3,
  )
  const tools = prompt.tools.reduce(
    (sum, tool) =>
      sum + 8 + countTokens(tool.description) + Math.ceil(countTokens(JSON.stringify(tool.parameters)) / 2),
    0,
  )
  return turns + tools
}
