import { instrumentOpenAI, startTracing, traced } from '@spanlit/core'
import OpenAI from 'openai'

startTracing({ serviceName: 'fresh-page' })
const baseURL: string = import.meta.env['VITE_OPENAI_BASE_URL']
const client = instrumentOpenAI(new OpenAI({ apiKey: 'none', baseURL, dangerouslyAllowBrowser: true }))
const output = document.querySelector('output')

const ask = traced('ask', async (question: string): Promise<string> => {
  const request = { model: 'gpt-4.1-mini', messages: [{ role: 'user' as const, content: question }] }
  await client.chat.completions.create(request)
  const stream = await client.chat.completions.create({ ...request, stream: true })
  let answer = ''
  for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? ''
  return answer
})

document.querySelector('button')?.addEventListener('click', () => {
  void ask('Which colour has the sky?').then((answer) => {
    if (output) output.textContent = answer
  })
})
