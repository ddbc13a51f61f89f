import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { object, text } from '../wire/read.ts'
import { ResponseHeadReader } from '../wire/response-head.ts'
import { describeResponse } from './responses.ts'

/**
 * `client.responses.retrieve`: what an earlier call has made, whole or as a stream that is taken up again (conventions: fetch
 * response span). The tokens were that call's, and are not counted again.
 */
export const fetchResponse: Operation = {
  path: 'responses.retrieve',
  name: 'fetch_response',
  url: 'responses/*',
  plainName: true,
  optionsIndex: 2,
  readers: {
    request(_body, sink, [id, query]) {
      const { stream, starting_after: cursor } = object(query)
      sink.set(names.ATTR_OPENAI_API_TYPE, 'responses')
      sink.set(names.ATTR_GEN_AI_RESPONSE_ID, text(id))
      sink.set(names.ATTR_GEN_AI_REQUEST_STREAM, stream === true || undefined)
      if (typeof cursor === 'number') sink.set(names.ATTR_GEN_AI_REQUEST_STREAM_CURSOR, String(cursor))
    },
    response(result, sink) {
      const response = object(result)
      const failure = describeResponse({ ...response, usage: undefined }, sink)
      // That the model once failed is no failure of this call.
      return response.cutOff ? failure : undefined
    },
    stream: () => new ResponseHeadReader(),
    content: 'fetched',
  },
}
