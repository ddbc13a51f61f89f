import type { Reply } from '../../prompt.ts'
import type { ToolResult } from '../tool-results.ts'
import type { Capabilities } from './capabilities.ts'

/** Everything a plan decides by. */
export interface Situation {
  question: string
  results: ToolResult[]
  can: Required<{ [Name in keyof Capabilities]: NonNullable<Capabilities[Name]> }>
}

/** How one kind of question is answered: which tools first, which after them, and what to say in the end. */
export interface Plan {
  /** Words of the question that choose this plan. */
  matches: RegExp
  next(situation: Situation): Reply
}

/** The first number that a pattern with one group finds in the passages, or undefined. */
export function numberIn(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found.replaceAll(',', ''))
}
