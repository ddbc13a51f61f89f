// Knows nothing of tracing: `node --import @spanlit/core/register` brings it.
import OpenAI from 'openai'

const client = new OpenAI()
const completion = await client.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Which colour has the sky?' }],
})
console.log(completion.choices[0]?.message.content)
