import * as names from '../../semconv.ts'
import type { Operation } from '../operation.ts'
import { setParameters } from '../wire/parameters.ts'
import { list, object, text } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

/** `client.embeddings.create` (conventions: embeddings span). */
export const embeddings: Operation = {
  path: 'embeddings.create',
  name: 'embeddings',
  url: 'embeddings',
  deployed: true,
  readers: {
    request(body, sink, [given]) {
      setParameters(sink, object(body))
      // As the caller asked for it: the client asks for base64 of its own accord.
      const format = text(object(given).encoding_format)
      sink.set(names.ATTR_GEN_AI_REQUEST_ENCODING_FORMATS, format ? [format] : undefined)
    },
    response(result, sink) {
      const response = object(result)
      sink.set(names.ATTR_GEN_AI_RESPONSE_MODEL, text(response.model))
      setUsage(sink, response.usage)
      sink.set(names.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT, dimensionsOf(object(list(response.data)[0]).embedding))
      return undefined
    },
    content: 'embeddings',
  },
}

/** An embedding is a list of numbers, or base64 of as many floats of four bytes. */
function dimensionsOf(embedding: unknown): number | undefined {
  if (Array.isArray(embedding)) return embedding.length
  if (typeof embedding !== 'string' || embedding === '') return undefined
  return Math.floor((embedding.replace(/=+$/, '').length * 3) / 4 / Float32Array.BYTES_PER_ELEMENT)
}
