import { invalid } from './refusal.ts'
import { checkBody, type Fields, listOf, numberIn, oneOf, required, text, textOr, type Rules } from './check.ts'
import { splitTokens } from './chat-answer.ts'

const RULES: Rules = {
  model: undefined,
  user: text,
  input: textOr(listOf(text, { least: 1, most: 2048, of: 'strings' }), 'one of a string or array of strings'),
  dimensions: numberIn('integer', 1, 3072),
  encoding_format: oneOf('float', 'base64'),
}

/** The body of an answer to `POST /v1/embeddings`. Throws the API's refusal. */
export function embeddings(body: Fields, model: string): object {
  required(body, 'input')
  checkBody(body, RULES)
  const inputs = [body.input].flat() as string[]
  if (inputs.includes('')) {
    throw invalid(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    )
  }
  const dimensions = Number(body.dimensions ?? (model.endsWith('large') ? 3072 : 1536))
  const tokens = inputs.reduce((sum, input) => sum + splitTokens(input).length, 0)
  return {
    object: 'list',
    data: inputs.map((input, index) => {
      const vector = embed(input, dimensions)
      const base64 = (): string => Buffer.from(vector.buffer).toString('base64')
      return { object: 'embedding', index, embedding: body.encoding_format === 'base64' ? base64() : [...vector] }
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** A vector of length 1. Texts that share words lie close together: each word points in a direction of its own. */
function embed(input: string, dimensions: number): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(dimensions)
  for (const word of input.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [input]) {
    // The beginning of a word, so that `measure` and `measured` are one. FNV-1a, continued as a generator.
    let hash = 0x811c9dc5
    const next = (add: number): number => (hash = Math.imul(hash ^ add, 0x01000193) >>> 0)
    for (const letter of word.slice(0, 5)) next(letter.codePointAt(0) ?? 0)
    for (let step = 0; step < 24; step += 1) {
      const place = next(step) % dimensions
      vector[place] = (vector[place] ?? 0) + (next(step) & 0x8000 ? 1 : -1) * Math.min(word.length, 8)
    }
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
