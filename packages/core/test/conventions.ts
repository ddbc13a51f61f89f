import { SpanKind } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import schema from './gen-ai-messages.schema.json' with { type: 'json' }

const ajv = new Ajv2020({ strict: false, allowUnionTypes: true })
ajv.addSchema(schema, 'messages')

const MESSAGE_ATTRIBUTES = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
]

type Kind = 'string' | 'int' | 'double' | 'boolean' | 'string[]' | 'json'

/** The attribute table of the conventions: what a GenAI span may carry, and as which type. */
const ATTRIBUTES: Readonly<Record<string, Kind>> = {
  'gen_ai.operation.name': 'string',
  'gen_ai.provider.name': 'string',
  'gen_ai.conversation.id': 'string',
  'user.id': 'string',
  'gen_ai.conversation.compacted': 'boolean',
  'gen_ai.output.type': 'string',
  'gen_ai.prompt.name': 'string',
  'gen_ai.prompt.version': 'string',
  'gen_ai.data_source.id': 'string',
  'gen_ai.request.model': 'string',
  'gen_ai.request.choice.count': 'int',
  'gen_ai.request.seed': 'int',
  'gen_ai.request.top_k': 'int',
  'gen_ai.request.stream': 'boolean',
  'gen_ai.request.stream_cursor': 'string',
  'gen_ai.request.frequency_penalty': 'double',
  'gen_ai.request.presence_penalty': 'double',
  'gen_ai.request.temperature': 'double',
  'gen_ai.request.top_p': 'double',
  'gen_ai.request.max_tokens': 'int',
  'gen_ai.request.stop_sequences': 'string[]',
  'gen_ai.request.reasoning.level': 'string',
  'gen_ai.request.previous_response.id': 'string',
  'gen_ai.request.encoding_formats': 'string[]',
  'gen_ai.response.id': 'string',
  'gen_ai.response.model': 'string',
  'gen_ai.response.status': 'string',
  'gen_ai.response.finish_reasons': 'string[]',
  'gen_ai.response.time_to_first_chunk': 'double',
  'gen_ai.usage.input_tokens': 'int',
  'gen_ai.usage.output_tokens': 'int',
  'gen_ai.usage.cache_read.input_tokens': 'int',
  'gen_ai.usage.cache_write.input_tokens': 'int',
  'gen_ai.usage.reasoning.output_tokens': 'int',
  'gen_ai.usage.text.input_tokens': 'int',
  'gen_ai.usage.text.output_tokens': 'int',
  'gen_ai.usage.image.input_tokens': 'int',
  'gen_ai.usage.image.output_tokens': 'int',
  'gen_ai.usage.audio.input_tokens': 'int',
  'gen_ai.usage.audio.output_tokens': 'int',
  'gen_ai.usage.text.cache_read.input_tokens': 'int',
  'gen_ai.usage.image.cache_read.input_tokens': 'int',
  'gen_ai.usage.audio.cache_read.input_tokens': 'int',
  'gen_ai.embeddings.dimension.count': 'int',
  'gen_ai.retrieval.top_k': 'int',
  'gen_ai.retrieval.query.text': 'string',
  'gen_ai.retrieval.documents': 'json',
  'gen_ai.input.messages': 'json',
  'gen_ai.output.messages': 'json',
  'gen_ai.system_instructions': 'json',
  'gen_ai.tool.definitions': 'json',
  'gen_ai.tool.name': 'string',
  'gen_ai.tool.type': 'string',
  'gen_ai.tool.description': 'string',
  'gen_ai.tool.call.id': 'string',
  'gen_ai.tool.call.arguments': 'string',
  'gen_ai.tool.call.result': 'string',
  'gen_ai.agent.id': 'string',
  'gen_ai.agent.name': 'string',
  'gen_ai.agent.description': 'string',
  'gen_ai.agent.version': 'string',
  'openai.api.type': 'string',
  'openai.request.service_tier': 'string',
  'openai.response.service_tier': 'string',
  'openai.response.system_fingerprint': 'string',
  'azure.resource_provider.namespace': 'string',
  'error.type': 'string',
  'server.address': 'string',
  'server.port': 'int',
  'http.response.status_code': 'int',
  'http.request.resend_count': 'int',
  'spanlit.stream.outcome': 'string',
}

const OPERATIONS = [
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'retrieval',
  'fetch_response',
  'execute_tool',
  'invoke_agent',
  'moderation',
  'transcription',
  'translation',
  'realtime',
]

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'int':
      return Number.isInteger(value)
    case 'double':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'string[]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    default:
      return typeof value === 'string'
  }
}

/** Holds a span to the conventions: names and types of its attributes, what is required of its operation, the shape of messages. */
export function expectConventions(span: ReadableSpan): void {
  const operation = span.attributes['gen_ai.operation.name']
  if (operation === undefined) return
  expect(OPERATIONS).toContain(operation)
  for (const [name, value] of Object.entries(span.attributes)) {
    if (name.startsWith('http.response.header.')) {
      expect(isOfKind(value, 'string[]'), name).toBe(true)
    } else if (/^(gen_ai|openai|azure|server|http|error|spanlit)\./.test(name)) {
      // A family of names, each of them a text.
      if (name.startsWith('gen_ai.prompt.variable.')) {
        expect(typeof value).toBe('string')
        continue
      }
      expect(ATTRIBUTES, `${name} is in the table`).toHaveProperty([name])
      expect(
        isOfKind(value, ATTRIBUTES[name] as Kind),
        `${name} is ${ATTRIBUTES[name]}: ${JSON.stringify(value)}`,
      ).toBe(true)
    }
  }
  for (const name of MESSAGE_ATTRIBUTES) {
    const value = span.attributes[name]
    if (value === undefined) continue
    const validate = ajv.getSchema(`messages#/$defs/${name}`)
    expect(validate, name).toBeDefined()
    expect(
      validate?.(JSON.parse(String(value))),
      `${name}: ${ajv.errorsText(validate?.errors)} in ${String(value).slice(0, 500)}`,
    ).toBe(true)
  }
  for (const message of JSON.parse(String(span.attributes['gen_ai.output.messages'] ?? '[]')) as object[]) {
    if ('parts' in message) expect(message, 'readers drop answers without it').toHaveProperty('finish_reason')
  }
  if (operation !== 'execute_tool' && !(operation === 'invoke_agent' && span.kind === SpanKind.INTERNAL)) {
    expect(span.kind).toBe(SpanKind.CLIENT)
    expect(span.attributes).toHaveProperty(['gen_ai.provider.name'])
    if (span.attributes['server.address'] !== undefined) expect(span.attributes).toHaveProperty(['server.port'])
  }
  if (operation === 'execute_tool') expect(span.attributes).toHaveProperty(['gen_ai.tool.name'])
  const failed = span.status.code === 2
  expect(span.attributes['error.type'] !== undefined, 'error.type goes with status ERROR').toBe(failed)
  expect(span.ended).toBe(true)
}
