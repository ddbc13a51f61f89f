import { setAttributes, traced } from '@spanlit/core'
import type { OpenAI } from 'openai'

import { buildPromptWithContext } from './prompt.ts'
import { closestContexts } from './rank.ts'

export type Verdict = 'True' | 'False' | 'NEE'

export interface Assessment {
  /** Which claim. */
  index: number
  verdict: Verdict
  /** Which of the contexts it was assessed by. */
  context: number
  /** What the model wrote, where it was none of the three words. */
  said?: string
}

export interface Assessor {
  client: OpenAI
  model: string
  /** Ranks contexts for each claim; undefined pairs claims and contexts by their order. */
  embeddingModel: string | undefined
}

/**
 * Assesses each claim by the context that is closest to it, one after the other, so that the verdicts can be shown as
 * they come.
 */
export const assessClaimsWithContext = traced(
  'assess_claims_with_context',
  async (
    { client, model, embeddingModel }: Assessor,
    claims: string[],
    contexts: string[],
    onAssessment: (assessment: Assessment) => void,
    signal: AbortSignal,
  ): Promise<Assessment[]> => {
    setAttributes({ 'operation.claims_count': claims.length })
    const chosen = embeddingModel
      ? await closestContexts(client, embeddingModel, claims, contexts, signal)
      : claims.map((_, index) => index % contexts.length)
    const assessments: Assessment[] = []
    for (const [index, claim] of claims.entries()) {
      const context = chosen[index] ?? 0
      const response = await client.chat.completions.create(
        { model, messages: buildPromptWithContext(claim, contexts[context] ?? '') },
        { signal },
      )
      const assessment = { index, context, ...verdictIn(response.choices[0]?.message.content ?? '') }
      assessments.push(assessment)
      onAssessment(assessment)
    }
    return assessments
  },
)

/** The verdict in a model's words: stripped of the dots and quotes that some put around it. */
function verdictIn(said: string): { verdict: Verdict; said?: string } {
  const word = said.replace(/^[\s.,'"*]+|[\s.,'"*]+$/g, '')
  const verdict = (['True', 'False', 'NEE'] as const).find((each) => each.toLowerCase() === word.toLowerCase())
  return verdict ? { verdict } : { verdict: 'NEE', said }
}
