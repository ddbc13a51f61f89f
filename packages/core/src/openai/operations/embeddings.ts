import type { Attributes } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { Operation } from '../operation.ts'
import { promptMessages } from '../wire/prompt.ts'
import { list, number, object, set, text } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.embeddings.create` (conventions: embeddings span). */
export const embeddings: Operation = {
  path: 'embeddings.create',
  name: 'embeddings',
  request([body]) {
    const request = object(body)
    const attributes: Attributes = {}
    set(attributes, names.REQUEST_MODEL, request.model)
    set(attributes, names.EMBEDDINGS_DIMENSION_COUNT, number(request.dimensions))
    // Only what the caller asked for: the client asks for base64 of its own accord.
    if (request.encoding_format) set(attributes, names.REQUEST_ENCODING_FORMATS, [request.encoding_format])
    return {
      model: text(request.model),
      attributes,
      content: () => ({ [names.INPUT_MESSAGES]: promptMessages(request.input) }),
    }
  },
  response(result) {
    const response = object(result)
    const attributes: Attributes = {}
    set(attributes, names.RESPONSE_MODEL, response.model)
    setUsage(attributes, response.usage)
    const [first] = list(response.data)
    const { embedding } = object(first)
    if (Array.isArray(embedding)) attributes[names.EMBEDDINGS_DIMENSION_COUNT] = embedding.length
    return { attributes, content: () => ({}) }
  },
}
