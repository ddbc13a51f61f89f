import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import type { AttributeSink, RequestDescription } from '../operation.ts'
import { list, object, setEach, text, type Names, type Wire } from './read.ts'

/** Parameters have the same names in all APIs, or names of their own. */
const PARAMETERS: Names = new Map([
  ['frequency_penalty', names.REQUEST_FREQUENCY_PENALTY],
  ['presence_penalty', names.REQUEST_PRESENCE_PENALTY],
  ['temperature', names.REQUEST_TEMPERATURE],
  ['top_p', names.REQUEST_TOP_P],
  ['max_tokens', names.REQUEST_MAX_TOKENS],
  // The newer names of the same.
  ['max_completion_tokens', names.REQUEST_MAX_TOKENS],
  ['max_output_tokens', names.REQUEST_MAX_TOKENS],
  ['seed', names.REQUEST_SEED],
  ['reasoning_effort', names.REQUEST_REASONING_LEVEL],
  ['previous_response_id', names.REQUEST_PREVIOUS_RESPONSE_ID],
  ['dimensions', names.EMBEDDINGS_DIMENSION_COUNT],
])

/** A request of any API: its parameters, and `about`, the attributes that are its own. */
export function describeRequest(
  request: Wire,
  about: Readonly<Record<string, unknown>>,
  content: () => CallContent,
): RequestDescription {
  return {
    model: text(request.model),
    describe(sink) {
      setParameters(sink, request)
      for (const name in about) sink.set(name, about[name])
    },
    content,
  }
}

/** The parameters of a request that say how the model is to work. */
function setParameters(sink: AttributeSink, request: Wire): void {
  setEach(sink, PARAMETERS, request)
  const { n, stop, stream, service_tier: tier, response_format: format, modalities } = request
  if (stop) sink.set(names.REQUEST_STOP_SEQUENCES, typeof stop === 'string' ? [stop] : stop)
  if (stream === true) sink.set(names.REQUEST_STREAM, true)
  if (n !== 1) sink.set(names.REQUEST_CHOICE_COUNT, n)
  if (tier !== 'auto') sink.set(names.OPENAI_REQUEST_SERVICE_TIER, tier)
  if (format || modalities) sink.set(names.OUTPUT_TYPE, outputType(format, modalities))
}

function outputType(format: unknown, modalities: unknown): string | undefined {
  const type = text(object(format).type)
  if (type === 'json_object' || type === 'json_schema') return 'json'
  if (list(modalities).includes('audio')) return 'speech'
  return type === 'text' ? 'text' : undefined
}
