import { instrumentOpenAI, startTracing, withSpan } from '@spanlit/core'
import OpenAI from 'openai'

const tracing = startTracing({ serviceName: 'fresh-server' })
const client = instrumentOpenAI(new OpenAI())
const answer = await withSpan('answer', async (): Promise<string | null> => {
  const completion = await client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Which colour has the sky?' }],
  })
  return completion.choices[0]?.message.content ?? null
})
console.log(answer)
await tracing.shutdown()
