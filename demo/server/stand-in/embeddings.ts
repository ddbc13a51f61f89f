import { invalidRequest } from './api-error.ts'
import type { JsonObject } from './body.ts'
import { numberIn, oneOf, refuseUnknown, requireParameter, wrongType } from './checks.ts'
import { significantTerms } from './answers/terms.ts'
import { modelNamed, type Model } from './models.ts'
import { hashText, seededRandom } from './seeded-random.ts'
import type { Service } from './service.ts'
import { countTokens } from './tokens.ts'

const KNOWN = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user'])
const MOST_INPUTS = 2048
const MOST_TOKENS = 8192

/** `POST /v1/embeddings`. */
export async function embeddings(service: Service, body: JsonObject, signal: AbortSignal): Promise<JsonObject> {
  refuseUnknown(body, KNOWN)
  const model = modelNamed(body['model'], 'embedding')
  const inputs = readInputs(body)
  const format =
    body['encoding_format'] == null ? 'float' : oneOf(body['encoding_format'], 'encoding_format', ['float', 'base64'])
  const dimensions = readDimensions(body, model)
  const tokens = inputs.map(countTokens)
  const longest = Math.max(...tokens)
  if (longest > MOST_TOKENS) {
    throw invalidRequest(
      `This model's maximum context length is ${MOST_TOKENS} tokens, however you requested ${longest} tokens (${longest} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
      null,
    )
  }
  const total = tokens.reduce((sum, count) => sum + count, 0)
  service.limit.take(model.id, total)
  await service.pace.think(110 + inputs.length * 4, signal)
  return {
    object: 'list',
    data: inputs.map((input, index) => {
      const vector = embed(input, dimensions)
      return { object: 'embedding', index, embedding: format === 'base64' ? base64(vector) : Array.from(vector) }
    }),
    model: model.snapshot,
    usage: { prompt_tokens: total, total_tokens: total },
  }
}

function readInputs(body: JsonObject): string[] {
  requireParameter(body, 'input')
  const input = body['input']
  const list = typeof input === 'string' ? [input] : input
  if (!Array.isArray(list)) throw wrongType('input', 'one of a string or array of strings', input)
  const numbers = list.length > 0 && list.every((item) => Number.isInteger(item))
  const texts = numbers ? [list.join(' ')] : list
  if (texts.length === 0 || texts.some((text) => text === '')) {
    throw invalidRequest(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
      null,
    )
  }
  if (texts.length > MOST_INPUTS) {
    throw invalidRequest(
      `Invalid 'input': array too long. Expected an array with maximum length ${MOST_INPUTS}, but got an array with length ${texts.length} instead.`,
      'input',
      'array_above_max_length',
    )
  }
  return texts.map((text: unknown) => {
    if (typeof text === 'string') return text
    if (Array.isArray(text) && text.every((item) => Number.isInteger(item))) return text.join(' ')
    throw wrongType('input', 'one of a string or array of strings', text)
  })
}

function readDimensions(body: JsonObject, model: Model): number {
  const asked = numberIn(body, 'dimensions', 1, model.dimensions, 'integer')
  if (asked !== undefined && model.id === 'text-embedding-ada-002') {
    throw invalidRequest('This model does not support specifying dimensions.', null)
  }
  return asked ?? model.dimensions
}

/** A unit vector in which texts that share words (or their synonyms) lie close together. */
function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const term of significantTerms(text)) {
    const random = seededRandom(hashText(term))
    // Each word points in a direction of its own, made of a few coordinates.
    for (let step = 0; step < 24; step += 1) {
      const place = Math.floor(random.next() * dimensions)
      vector[place] = (vector[place] ?? 0) + (random.next() < 0.5 ? -1 : 1)
    }
  }
  const length = Math.hypot(...vector)
  if (length === 0) vector[hashText(text) % dimensions] = 1
  else for (let index = 0; index < dimensions; index += 1) vector[index] = (vector[index] ?? 0) / length
  return vector
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
}
