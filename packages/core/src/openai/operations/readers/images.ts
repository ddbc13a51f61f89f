import type { CallReaders, StreamHeadReader } from '../../../genai/call-kind.ts'
import type { Message, Part } from '../../../messages.ts'
import type { ContentReaders } from '../../../recorder.ts'
import * as names from '../../../semconv.ts'
import { mediaFromUrl, mimeType } from '../../content/media.ts'
import { promptMessages, uploadParts } from '../../content/prompt.ts'
import { setParameters } from '../../wire/parameters.ts'
import { list, object, text, type Wire } from '../../wire/read.ts'
import { setUsage } from '../../wire/usage.ts'

const content: ContentReaders = {
  request(body) {
    const { prompt, image, mask, markup } = object(body)
    const uploads = [image, mask, markup].map((upload) => uploadParts(upload, 'image'))
    const parts = [promptMessages(prompt)[0]?.parts ?? [], ...uploads].flat()
    return { [names.ATTR_GEN_AI_INPUT_MESSAGES]: [{ role: 'user', parts }] }
  },
  response(result) {
    const response = object(result)
    return {
      [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: list(response.data).map((item) =>
        toMessage(object(item), text(response.output_format)),
      ),
    }
  },
  stream() {
    const images = new ImageStreamReader()
    return { read: (chunk) => images.read(chunk), deltas: () => [], result: () => images.result() }
  },
}

export const images: CallReaders = {
  request(body, sink) {
    setParameters(sink, object(body))
    sink.set(names.ATTR_GEN_AI_OUTPUT_TYPE, 'image')
  },
  response(result, sink) {
    setUsage(sink, object(result).usage)
    return undefined
  },
  stream: () => new UsageReader(),
  content,
}

/** Keeps the usage, which comes with the last image. */
class UsageReader implements StreamHeadReader {
  #usage: unknown

  read(chunk: unknown): void {
    this.#usage = object(chunk).usage ?? this.#usage
  }

  result(): unknown {
    return { usage: this.#usage }
  }
}

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
class ImageStreamReader {
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

  result(): unknown {
    const data = this.#partial ? [...this.#completed, this.#partial] : this.#completed
    return { ...data.at(-1), data }
  }
}
