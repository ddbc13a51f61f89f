import type { CallReaders, StreamHeadReader } from '../../../genai/call-kind.ts'
import type { ContentReaders, ContentStreamReader } from '../../../recorder.ts'
import * as names from '../../../semconv.ts'
import { promptMessages, uploadParts } from '../../content/prompt.ts'
import { setParameters } from '../../wire/parameters.ts'
import { list, object, text } from '../../wire/read.ts'
import { setUsage } from '../../wire/usage.ts'

export const speech: CallReaders = {
  request(body, sink) {
    setParameters(sink, object(body))
    sink.set(names.ATTR_GEN_AI_OUTPUT_TYPE, 'speech')
  },
  response: () => undefined,
  content: {
    request(body) {
      const { input, instructions } = object(body)
      const style = text(instructions)
      return {
        ...(style ? { [names.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: [{ type: 'text', content: style }] } : {}),
        [names.ATTR_GEN_AI_INPUT_MESSAGES]: promptMessages(input),
      }
    },
  },
}

const transcript: ContentReaders = {
  request(body) {
    const { file, prompt } = object(body)
    const parts = [...(promptMessages(prompt)[0]?.parts ?? []), ...uploadParts(file, 'audio')]
    return { [names.ATTR_GEN_AI_INPUT_MESSAGES]: [{ role: 'user', parts }] }
  },
  response(result) {
    const response = object(result)
    const content = text(result) ?? bySpeaker(response.segments) ?? text(response.text)
    return content
      ? { [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: [{ role: 'assistant', parts: [{ type: 'text', content }] }] }
      : {}
  },
  stream: transcriptReader,
}

export const speechToText: CallReaders = {
  request(body, sink) {
    setParameters(sink, object(body))
    sink.set(names.ATTR_GEN_AI_OUTPUT_TYPE, 'text')
  },
  response(result, sink) {
    setUsage(sink, object(result).usage)
    return undefined
  },
  stream: usageReader,
  content: transcript,
}

/** The last event has the usage. */
function usageReader(): StreamHeadReader {
  let usage: unknown
  return {
    read(chunk) {
      usage = object(chunk).usage ?? usage
    },
    result: () => ({ usage }),
  }
}

/** A transcript that tells its speakers apart, a line for each segment. */
function bySpeaker(segments: unknown): string | undefined {
  const spoken = list(segments)
    .map(object)
    .filter(({ text: said }) => said)
  if (!spoken.some(({ speaker }) => speaker)) return undefined
  return spoken.map(({ speaker, text: said }) => [speaker, text(said)?.trim()].filter(Boolean).join(': ')).join('\n')
}

function transcriptReader(): ContentStreamReader {
  /** Since the last segment, where there are any. */
  let said = ''
  let done: unknown
  const segments: unknown[] = []
  return {
    read(chunk) {
      const { type, delta } = object(chunk)
      if (type === 'transcript.text.done') done = chunk
      else if (type === 'transcript.text.segment') {
        segments.push(chunk)
        said = ''
      } else said += text(delta) ?? ''
    },
    deltas(chunk) {
      const delta = text(object(chunk).delta)
      return delta ? [{ kind: 'text', choice: 0, text: delta }] : []
    },
    result: () => ({ text: said, ...object(done), segments: [...segments, { text: said }] }),
  }
}
