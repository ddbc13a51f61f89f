import { z } from 'zod'
import { accept } from './accept.ts'
import { splitTokens } from './chat-answer.ts'
import { invalid } from './refusal.ts'

const SCHEMA = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)]),
  dimensions: z.int().min(1).max(3072).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
})

/** The body of an answer to `POST /v1/embeddings`. Throws the API's refusal. */
export function embeddings(body: object): object {
  const { model, input, dimensions, encoding_format: format } = accept(SCHEMA, body, 'user')
  const inputs = [input].flat()
  if (inputs.includes('')) throw invalid("'$.input' is invalid. Please check the API reference.")
  const tokens = splitTokens(inputs.join(' ')).length
  return {
    object: 'list',
    data: inputs.map((text, index) => {
      const vector = embed(text, dimensions ?? (model.endsWith('large') ? 3072 : 1536))
      const embedding = format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector]
      return { object: 'embedding', index, embedding }
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** A vector of length 1. Texts that share words lie close together: each word points in a direction of its own. */
function embed(text: string, dimensions: number): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [text]) {
    // The beginning of a word, so that `measure` and `measured` are one. The hash is FNV-1a, continued as a generator.
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
