import type { IncomingMessage } from 'node:http'

import { ApiError, invalidRequest } from './api-error.ts'

export type JsonObject = Record<string, unknown>

const LIMIT_BYTES = 16 * 1024 * 1024

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a request's body as a JSON object, or throws what the API answers to one that is none. */
export async function readJson(request: IncomingMessage): Promise<JsonObject> {
  const type = request.headers['content-type'] ?? ''
  if (!/\bjson\b/.test(type)) {
    throw invalidRequest(
      `Unsupported content type: '${type}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${type}'. Please try again with a supported content type.`,
      null,
      'unsupported_content_type',
    )
  }
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > LIMIT_BYTES) {
      throw new ApiError(413, {
        message: `Request body exceeds the limit of ${LIMIT_BYTES} bytes.`,
        type: 'invalid_request_error',
        param: null,
        code: null,
      })
    }
    parts.push(part)
  }
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw invalidRequest(
      'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)',
      null,
    )
  }
  if (!isObject(value)) throw invalidRequest('Invalid body: expected a JSON object.', null, 'invalid_type')
  return value
}
