import * as names from '../../semconv.ts'
import type { Message, Part } from '../../content/messages.ts'
import type { Operation, StreamReader } from '../operation.ts'
import { mediaFromUrl, mimeType } from '../wire/media.ts'
import { describeRequest } from '../wire/parameters.ts'
import { promptMessages, uploadParts } from '../wire/prompt.ts'
import { list, object, text, type Wire } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

/**
 * `client.images.*`: multimodal generation, by the conventions' name for it. The images that go in are uploads, the ones that come
 * out are base64 or a URL.
 */
export const images: readonly Operation[] = ['generate', 'edit', 'createVariation'].map((method) => ({
  path: `images.${method}`,
  name: 'generate_content',
  request([body]) {
    const request = object(body)
    return describeRequest(request, { [names.ATTR_GEN_AI_OUTPUT_TYPE]: 'image' }, () => {
      const { prompt, image, mask, markup } = request
      const uploads = [image, mask, markup].map((upload) => uploadParts(upload, 'image'))
      const parts = [promptMessages(prompt)[0]?.parts, ...uploads]
      return { [names.ATTR_GEN_AI_INPUT_MESSAGES]: [{ role: 'user', parts: parts.flatMap((some) => some ?? []) }] }
    })
  },
  response(result, sink) {
    const response = object(result)
    setUsage(sink, response.usage)
    return {
      content: () => ({
        [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: list(response.data).map((item) =>
          toMessage(object(item), text(response.output_format)),
        ),
      }),
    }
  },
  stream: () => new ImageStreamReader(),
}))

/** The client's images come without a format where the model has only one. */
function toMessage(image: Wire, format = 'png'): Message {
  const base64 = text(image.b64_json)
  const url = text(image.url)
  const revised = text(image.revised_prompt)
  const parts: Part[] = []
  if (base64) parts.push({ type: 'blob', modality: 'image', mime_type: mimeType('image', format), content: base64 })
  if (url) parts.push(mediaFromUrl(url, 'image'))
  if (revised) parts.push({ type: 'openai.revised_prompt', content: revised })
  return { role: 'assistant', parts }
}

/** A streamed image comes several times, each time finer: only the last one is kept. */
class ImageStreamReader implements StreamReader {
  readonly #completed: Wire[] = []
  #partial: Wire | undefined

  read(chunk: unknown): void {
    const event = object(chunk)
    if (text(event.type)?.endsWith('.completed')) {
      this.#completed.push(event)
      this.#partial = undefined
    } else {
      this.#partial = event
    }
  }

  deltas(): [] {
    return []
  }

  result(): unknown {
    const data = this.#partial ? [...this.#completed, this.#partial] : this.#completed
    return { ...data.at(-1), data }
  }
}
