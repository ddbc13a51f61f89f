import type { Answer, Received } from './answer.ts'
import { chatAnswer, randomId } from './chat-answer.ts'
import { chatRequest, turnsOf } from './chat-request.ts'
import { embeddings } from './embeddings.ts'
import { checkModel, MODELS, type Models } from './models.ts'
import type { Prompt, Reply } from './prompt.ts'
import { invalid, Refusal } from './refusal.ts'

export interface ApiOptions {
  /** The key that requests must carry. By default any key is accepted. */
  apiKey?: string
  /** Models beside the usual ones: names, each with the name that stands in responses. */
  models?: Models
  /** How much faster than a real model the stand-in answers. Default 1. */
  speed?: number
  /** What the model answers. It may throw what {@link rateLimited} returns. */
  answer?: (prompt: Prompt) => Reply
}

/** The OpenAI API as a function from a request below `/v1` to an answer. */
export function openAIApi(options: ApiOptions): (received: Received) => Answer {
  const { speed = 1, answer = () => ({ text: 'Hello!' }) } = options
  const models = { ...MODELS, ...options.models }

  const routes: Record<string, ((received: Received) => Answer) | undefined> = {
    'POST /v1/chat/completions'(received) {
      const body = bodyOf(received)
      checkModel(body.model, models, 'chat')
      const request = chatRequest(body)
      const { model, tool_choice: choice } = request
      const tools = choice === 'none' ? [] : (request.tools ?? []).map((tool) => tool.function.name)
      const retries = Number(received.headers['x-stainless-retry-count'] ?? 0)
      const reply = answer({ model, turns: turnsOf(request), tools, retries })
      return chatAnswer(request, reply, models[model] ?? model, speed)
    },
    'POST /v1/embeddings'(received) {
      const body = bodyOf(received)
      checkModel(body.model, models, 'embedding')
      return { json: embeddings(body), delay: 110 / speed }
    },
    'GET /v1/models'() {
      const data = Object.keys(models).map((id) => ({
        id,
        object: 'model',
        created: 1_754_425_928,
        owned_by: 'system',
      }))
      return { json: { object: 'list', data } }
    },
  }

  function respond(received: Received): Answer {
    checkKey(received.headers.authorization, options.apiKey)
    const { method, path } = received
    const route = routes[`${method} ${path}`]
    if (route) return route(received)
    const allowed = Object.keys(routes).find((each) => each.endsWith(` ${path}`))
    if (!allowed) throw new Refusal(404, `Invalid URL (${method} ${path})`)
    const message = `Not allowed to ${method} on ${path} (HINT: Perhaps you meant to use a different HTTP method?)`
    const headers = { allow: allowed.split(' ')[0] ?? '' }
    throw new Refusal(405, message, { code: 'method_not_supported', headers })
  }

  return (received) => {
    const headers = {
      'x-request-id': randomId('req_', 32),
      'openai-version': '2020-10-01',
      'openai-organization': 'org-standin',
      'openai-processing-ms': '8',
      'x-ratelimit-limit-requests': '5000',
      'x-ratelimit-remaining-requests': '4999',
      'x-ratelimit-reset-requests': '12ms',
    }
    let answered: Answer
    try {
      answered = respond(received)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      answered = error.answer
    }
    return { ...answered, headers: { ...headers, ...answered.headers } }
  }
}

function bodyOf({ headers, body }: Received): Record<string, unknown> {
  const type = headers['content-type'] ?? ''
  if (!/\bjson\b/.test(type)) {
    const message = `Unsupported content type: '${type}'. This API method only accepts 'application/json' requests.`
    throw invalid(message, null, 'unsupported_content_type')
  }
  if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  throw invalid('We could not parse the JSON body of your request.')
}

/** Throws the API's 401 unless the request carries the key as a bearer token. */
function checkKey(authorization = '', apiKey?: string): void {
  const key = /^bearer\s+(\S+)$/i.exec(authorization)?.[1]
  if (key !== undefined && (apiKey === undefined || key === apiKey)) return
  const headers = { 'www-authenticate': 'Bearer realm="OpenAI API"' }
  if (key === undefined) throw new Refusal(401, "You didn't provide an API key.", { headers })
  const masked = `${key.slice(0, 4)}${'*'.repeat(Math.max(0, key.length - 8))}${key.slice(-4)}`
  throw new Refusal(401, `Incorrect API key provided: ${masked}.`, { code: 'invalid_api_key', headers })
}
