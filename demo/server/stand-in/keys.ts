import type { IncomingMessage } from 'node:http'

import { ApiError } from './api-error.ts'

/** Throws the API's 401 unless the request carries the key as a bearer token. */
export function checkKey(request: IncomingMessage, apiKey: string): void {
  const [scheme, key] = (request.headers.authorization ?? '').split(/\s+/)
  if (scheme?.toLowerCase() !== 'bearer' || !key) {
    throw unauthorized(
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
      null,
    )
  }
  if (key !== apiKey) {
    throw unauthorized(
      `Incorrect API key provided: ${masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      'invalid_api_key',
    )
  }
}

function unauthorized(message: string, code: string | null): ApiError {
  const body = { message, type: 'invalid_request_error', param: null, code }
  return new ApiError(401, body, { 'www-authenticate': 'Bearer realm="OpenAI API"' })
}

function masked(key: string): string {
  return key.length <= 8 ? '*'.repeat(key.length) : `${key.slice(0, 4)}${'*'.repeat(key.length - 8)}${key.slice(-4)}`
}
