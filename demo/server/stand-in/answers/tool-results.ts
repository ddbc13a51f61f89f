import { isObject } from '../body.ts'
import type { Prompt } from '../prompt.ts'

/** A tool call of the present turn with what the tool returned. */
export interface ToolResult {
  name: string
  arguments: Record<string, unknown>
  /** Parsed, where the tool returned JSON. */
  output: unknown
}

/** The question of the present turn, and what tools have answered to it so far. */
export interface Question {
  text: string
  /** What was asked before, oldest first. */
  earlier: string[]
  results: ToolResult[]
}

export function questionIn(prompt: Prompt): Question {
  const users = prompt.turns.filter((turn) => turn.role === 'user')
  const start = prompt.turns.findLastIndex((turn) => turn.role === 'user')
  const present = prompt.turns.slice(start + 1)
  const results = present
    .flatMap((turn) => turn.calls)
    .flatMap((call): ToolResult[] => {
      const output = present.find((turn) => turn.callId === call.id)
      return output ? [{ name: call.name, arguments: asObject(call.arguments), output: parsed(output.text) }] : []
    })
  return { text: users.at(-1)?.text ?? '', earlier: users.slice(0, -1).map((turn) => turn.text), results }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function asObject(text: string): Record<string, unknown> {
  const value = parsed(text)
  return isObject(value) ? value : {}
}
