import type { Answer, Received } from './answer.ts'
import { chatAnswer, randomId } from './chat-answer.ts'
import { chatRequest, turnsOf } from './chat-request.ts'
import { isObject, type Fields } from './check.ts'
import { embeddings } from './embeddings.ts'
import { describeModel, MODELS, modelNamed, type Models } from './models.ts'
import type { Prompt, Reply } from './prompt.ts'
import { invalid, Refusal } from './refusal.ts'

export interface ApiOptions {
  /** The key that requests must carry. By default any key is accepted. */
  apiKey?: string
  /** Models beside the usual ones: names, each with the name that stands in responses. */
  models?: Models
  /** How much faster than a real model the stand-in answers. Default 1. */
  speed?: number
  /** What the model answers. It may throw a {@link Refusal}. */
  answer?: (prompt: Prompt) => Reply
}

/** The OpenAI API as a function from a request below `/v1` to an answer. */
export function openAIApi(options: ApiOptions): (received: Received) => Answer {
  const { speed = 1, answer = () => ({ text: 'Hello!' }) } = options
  const models = { ...MODELS, ...options.models }

  const routes: Record<string, ((received: Received) => Answer) | undefined> = {
    'POST /v1/chat/completions': (received) => {
      const body = bodyOf(received)
      const model = modelNamed(body.model, models, 'chat')
      const request = chatRequest(body, model)
      const tools = request.tool_choice === 'none' ? [] : (request.tools ?? []).map((tool) => tool.function.name)
      const retries = Number(received.headers['x-stainless-retry-count'] ?? 0)
      const reply = answer({ model, turns: turnsOf(request), tools, retries })
      return chatAnswer(request, reply, models[model] ?? model, speed)
    },
    'POST /v1/embeddings': (received) => {
      const body = bodyOf(received)
      return { json: embeddings(body, modelNamed(body.model, models, 'embedding')), delay: 110 / speed }
    },
    'GET /v1/models': () => ({ json: { object: 'list', data: Object.keys(models).map(describeModel) } }),
  }

  function respond(received: Received): Answer {
    checkKey(received.headers.authorization, options.apiKey)
    const { method, path } = received
    const route = routes[`${method} ${path}`]
    if (route) return route(received)
    const methods = Object.keys(routes).filter((each) => each.endsWith(` ${path}`))
    if (methods.length === 0) throw new Refusal(404, `Invalid URL (${method} ${path})`)
    throw new Refusal(
      405,
      `Not allowed to ${method} on ${path} (HINT: Perhaps you meant to use a different HTTP method?)`,
      { code: 'method_not_supported', headers: { allow: methods.map((each) => each.split(' ')[0]).join(', ') } },
    )
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
    try {
      const answered = respond(received)
      return { ...answered, headers: { ...headers, ...answered.headers } }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { ...error.answer, headers: { ...headers, ...error.answer.headers } }
    }
  }
}

function bodyOf({ headers, body }: Received): Fields {
  const type = headers['content-type'] ?? ''
  if (!/\bjson\b/.test(type)) {
    throw invalid(
      `Unsupported content type: '${type}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${type}'. Please try again with a supported content type.`,
      null,
      'unsupported_content_type',
    )
  }
  if (isObject(body)) return body
  throw invalid(
    'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)',
  )
}

/** Throws the API's 401 unless the request carries the key as a bearer token. */
function checkKey(authorization = '', apiKey?: string): void {
  const key = /^bearer\s+(\S+)$/i.exec(authorization)?.[1]
  if (key !== undefined && (apiKey === undefined || key === apiKey)) return
  const masked = key && `${key.slice(0, 4)}${'*'.repeat(Math.max(0, key.length - 8))}${key.slice(-4)}`
  const [message, code] = masked
    ? [`Incorrect API key provided: ${masked}.`, 'invalid_api_key']
    : [
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
        null,
      ]
  throw new Refusal(401, `${message} You can obtain an API key from https://platform.openai.com/account/api-keys.`, {
    code,
    headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' },
  })
}
