import * as names from '../../genai/attributes.ts'
import type { Operation } from '../operation.ts'
import { object, text } from '../wire/read.ts'
import { ResponseStreamReader } from '../wire/response-stream.ts'
import { describeResponse } from './responses.ts'

/** Options of a request that older callers give in place of the query; the client refuses both at once. */
const REQUEST_OPTIONS = ['headers', 'maxRetries', 'timeout', 'signal', 'idempotencyKey', 'query']

/**
 * `client.responses.retrieve`: what an earlier call has made, whole or as a stream that is taken up again (conventions: fetch
 * response span). The tokens were that call's, and are not counted again.
 */
export const fetchResponse: Operation = {
  path: 'responses.retrieve',
  name: 'fetch_response',
  plainName: true,
  optionsIndex: 2,
  takesOptions: ([, query]) => !REQUEST_OPTIONS.some((option) => option in object(query)),
  request([id, query]) {
    return {
      model: undefined,
      describe(sink) {
        sink.set(names.OPENAI_API_TYPE, 'responses')
        sink.set(names.RESPONSE_ID, text(id))
        sink.set(names.REQUEST_STREAM, object(query).stream === true || undefined)
      },
      content: () => ({}),
    }
  },
  response: (result, sink) => describeResponse({ ...object(result), usage: undefined }, sink),
  stream: () => new ResponseStreamReader(),
}
