import type OpenAI from 'openai'

export async function ask(client: OpenAI, request: OpenAI.ChatCompletionCreateParamsNonStreaming): Promise<void> {
  await Promise.resolve()
  await client.chat.completions.create(request)
}
