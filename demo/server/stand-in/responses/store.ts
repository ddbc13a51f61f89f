import { ApiError } from '../api-error.ts'
import type { JsonObject } from '../body.ts'
import type { Turn } from '../prompt.ts'

export interface StoredResponse {
  body: JsonObject
  /** The conversation with the response's own output in it. */
  history: Turn[]
}

/** The responses a request may continue or retrieve: the newest few hundred. */
export interface ResponseStore {
  keep(id: string, stored: StoredResponse): void
  find(id: string): StoredResponse | undefined
  retrieve(id: string): JsonObject
}

const MOST = 200

export function responseStore(): ResponseStore {
  const stored = new Map<string, StoredResponse>()
  return {
    keep(id, response) {
      stored.set(id, response)
      const oldest = stored.keys().next()
      if (stored.size > MOST && !oldest.done) stored.delete(oldest.value)
    },
    find: (id) => stored.get(id),
    retrieve(id) {
      const found = stored.get(id)
      if (found) return found.body
      throw new ApiError(404, {
        message: `Response with id '${id}' not found.`,
        type: 'invalid_request_error',
        param: null,
        code: null,
      })
    },
  }
}
