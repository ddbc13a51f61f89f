import { hashText } from './seeded-random.ts'
import type { Prompt } from './prompt.ts'
import { splitTokens } from './tokens.ts'

/** The API caches prompts of 1024 tokens and more, and reports hits in steps of 128. */
const LEAST = 1024
const STEP = 128
const MOST_PREFIXES = 20_000

/** Remembers prompts, to report `cached_tokens` where the real service would. */
export interface PromptCache {
  /** Tokens of this prompt that were seen before; the prompt is remembered. */
  visit(prompt: Prompt, total: number): number
}

export function promptCache(): PromptCache {
  const prefixes = new Set<number>()
  return {
    visit(prompt, total) {
      if (total < LEAST) return 0
      const tokens = splitTokens(
        JSON.stringify(prompt.tools) + prompt.turns.map((turn) => `\n${turn.role}\n${turn.text}`).join(''),
      )
      let hit = 0
      for (let end = LEAST; end <= Math.min(total, tokens.length); end += STEP) {
        const key = hashText(tokens.slice(0, end).join(''))
        if (prefixes.has(key)) hit = end
        else prefixes.add(key)
      }
      if (prefixes.size > MOST_PREFIXES) prefixes.clear()
      return hit
    },
  }
}
