import * as names from '../../../semconv.ts'
import type { CallReaders } from '../../../genai/call-kind.ts'
import { integer, list, object, text } from '../../wire/read.ts'

export const retrieval: CallReaders = {
  request(body, sink, [id]) {
    sink.set(names.ATTR_GEN_AI_DATA_SOURCE_ID, text(id))
    sink.set(names.ATTR_GEN_AI_RETRIEVAL_TOP_K, integer(object(body).max_num_results))
  },
  response: () => undefined,
  content: {
    request(body) {
      const { query } = object(body)
      return { [names.ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]: text(query) ?? list(query).join('\n') }
    },
    response: (result) => ({
      [names.ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]: list(object(result).data).map((item) => {
        const { file_id: id, score, filename, content } = object(item)
        return {
          id,
          score,
          filename,
          content: list(content)
            .map((part) => object(part).text)
            .join('\n'),
        }
      }),
    }),
  },
}
