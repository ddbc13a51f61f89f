/** The application whose spans the backends are asked for: an agent that looks something up, in a conversation of a user. */
import { startTracing, instrumentOpenAI, withAgent, withConversation, withTool, withUser } from '@spanlit/core'
import OpenAI from 'openai'
import { startStandIn } from 'stand-in'
import { completion } from 'stand-in/wire'

export const QUESTION = 'Can honey stay edible for thousands of years?'
export const ANSWER = 'Yes: it has been found edible in tombs.'
const ARGUMENTS = { query: 'honey shelf life' }

/** Runs it once, with its spans sent to `endpoint`. */
export async function runApplication(endpoint: string, headers: Record<string, string> = {}): Promise<void> {
  const standIn = await startStandIn()
  const script = crypto.randomUUID()
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name: 'search', arguments: JSON.stringify(ARGUMENTS) },
  }
  const asksForTool = completion({ content: null, tool_calls: [call] })
  await fetch(`${standIn.url}/script/${script}`, {
    method: 'PUT',
    body: JSON.stringify({ answers: [{ json: asksForTool }, { json: completion({ content: ANSWER }) }] }),
  })
  const tracing = startTracing({
    serviceName: 'claims',
    endpoint,
    headers,
    captureContent: true,
    readerNames: true,
    live: false,
  })
  const baseURL = `${standIn.url}/api/${script}/v1`
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'test', baseURL, maxRetries: 0 }))
  await withUser('ann', () => withConversation('conversation-1', () => ask(client)))
  await tracing.shutdown()
  await standIn.close()
}

function ask(client: OpenAI): Promise<unknown> {
  return withAgent({ name: 'Researcher' }, async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: QUESTION }]
    const first = await client.chat.completions.create({ model: 'gpt-5-mini', messages })
    const [choice] = first.choices
    const found = await withTool(
      { name: 'search', callId: 'call_1', arguments: ARGUMENTS },
      async () => 'Found in tombs.',
    )
    if (choice) messages.push(choice.message, { role: 'tool', tool_call_id: 'call_1', content: found })
    return client.chat.completions.create({ model: 'gpt-5-mini', messages })
  })
}
