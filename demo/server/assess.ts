import { setAttributes, traced } from '@spanlit/core'
import type { OpenAI } from 'openai'

/** What the model found for one claim. */
export interface Assessment {
  /** Which claim. */
  index: number
  verdict: 'True' | 'False' | 'NEE'
  /** Which of the contexts it was assessed by. */
  context: number
}

export interface Assessor {
  client: OpenAI
  model: string
  /** Ranks contexts for each claim. `undefined` pairs claims and contexts by their order. */
  embeddingModel: string | undefined
}

const TASK =
  "Output only the text 'True' if the claim is true, 'False' if the claim is false, or 'NEE' if there's not enough evidence."

/** Assesses each claim by the context that is closest to it, one after the other, so that verdicts can be shown as they come. */
export const assessClaimsWithContext = traced(
  'assess_claims_with_context',
  async (
    { client, model, embeddingModel }: Assessor,
    claims: string[],
    contexts: string[],
    onAssessment: (assessment: Assessment) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    setAttributes({ 'operation.claims_count': claims.length })
    const closest = embeddingModel
      ? await closestContexts(client, embeddingModel, claims, contexts, signal)
      : claims.map((_, index) => index % contexts.length)
    for (const [index, claim] of claims.entries()) {
      const context = closest[index] ?? 0
      const messages = buildPromptWithContext(claim, contexts[context] ?? '')
      const { choices } = await client.chat.completions.create({ model, messages }, { signal })
      // Some models put dots or quotes around the word.
      const word = choices[0]?.message.content?.match(/\w+/)?.[0].toLowerCase()
      const verdict = (['True', 'False'] as const).find((each) => each.toLowerCase() === word) ?? 'NEE'
      onAssessment({ index, verdict, context })
    }
  },
)

function buildPromptWithContext(claim: string, context: string): OpenAI.ChatCompletionMessageParam[] {
  return [
    {
      role: 'system',
      content: `I will ask you to assess whether a particular scientific claim, based on evidence provided. ${TASK}`,
    },
    {
      role: 'user',
      content: `
The evidence is the following: ${context}

Assess the following claim on the basis of the evidence. ${TASK} Do not output any other text.

Claim:
${claim}

Assessment:
`,
    },
  ]
}

/** For each claim the index of the context that lies closest to it, by one embeddings call for all. */
async function closestContexts(
  client: OpenAI,
  model: string,
  claims: string[],
  contexts: string[],
  signal: AbortSignal,
): Promise<number[]> {
  const { data } = await client.embeddings.create({ model, input: [...claims, ...contexts] }, { signal })
  const vectors = data.map((entry) => entry.embedding)
  return vectors.slice(0, claims.length).map((claim) => {
    // The embeddings of these models have length 1, so the dot product is the cosine.
    const closeness = vectors
      .slice(claims.length)
      .map((context) => claim.reduce((sum, value, index) => sum + value * (context[index] ?? 0), 0))
    return closeness.indexOf(Math.max(...closeness))
  })
}
