import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { describeRequest } from '../wire/parameters.ts'
import { promptMessages } from '../wire/prompt.ts'
import { list, object, text } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.embeddings.create` (conventions: embeddings span). */
export const embeddings: Operation = {
  path: 'embeddings.create',
  name: 'embeddings',
  request([body]) {
    const request = object(body)
    // Only what the caller asked for: the client asks for base64 of its own accord.
    const format = text(request.encoding_format)
    return describeRequest(
      request,
      { [names.ATTR_GEN_AI_REQUEST_ENCODING_FORMATS]: format ? [format] : undefined },
      () => ({
        [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(request.input),
      }),
    )
  },
  response(result, sink) {
    const response = object(result)
    sink.set(names.ATTR_GEN_AI_RESPONSE_MODEL, text(response.model))
    setUsage(sink, response.usage)
    const { embedding } = object(list(response.data)[0])
    if (Array.isArray(embedding)) sink.set(names.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT, embedding.length)
    return {}
  },
}
