import type { OpenAI } from 'openai'

/** The messages that ask a model to assess one claim by one piece of evidence. */
export function buildPromptWithContext(claim: string, context: string): OpenAI.ChatCompletionMessageParam[] {
  return [
    {
      role: 'system',
      content:
        "I will ask you to assess whether a particular scientific claim, based on evidence provided. Output only the text 'True' if the claim is true, 'False' if the claim is false, or 'NEE' if there's not enough evidence.",
    },
    {
      role: 'user',
      content: `
The evidence is the following: ${context}

Assess the following claim on the basis of the evidence. Output only the text 'True' if the claim is true, 'False' if the claim is false, or 'NEE' if there's not enough evidence. Do not output any other text.

Claim:
${claim}

Assessment:
`,
    },
  ]
}
