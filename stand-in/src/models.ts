import { invalid, Refusal } from './refusal.ts'
import { wrongType } from './check.ts'

/** Models by name, each with the dated name that stands in responses. */
export type Models = Readonly<Record<string, string>>

export const MODELS: Models = {
  'gpt-5': 'gpt-5-2025-08-07',
  'gpt-5-mini': 'gpt-5-mini-2025-08-07',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'text-embedding-3-small': 'text-embedding-3-small',
  'text-embedding-3-large': 'text-embedding-3-large',
}

/** The model that a request names. */
export function modelNamed(name: unknown, models: Models, kind: 'chat' | 'embedding'): string {
  if (name === undefined || name === null || name === '') throw invalid('you must provide a model parameter')
  if (typeof name !== 'string') throw wrongType('model', 'a string', name)
  if (!(name in models)) {
    throw new Refusal(404, `The model \`${name}\` does not exist or you do not have access to it.`, {
      code: 'model_not_found',
    })
  }
  const embeds = name.startsWith('text-embedding')
  if (kind === 'chat' && embeds) {
    throw new Refusal(404, 'This is not a chat model and thus not supported in the v1/chat/completions endpoint.', {
      param: 'model',
    })
  }
  if (kind === 'embedding' && !embeds) {
    throw new Refusal(403, 'You are not allowed to generate embeddings from this model')
  }
  return name
}

/** Reasoning models think before the first token, and refuse sampling parameters. */
export function reasons(model: string): boolean {
  return model.startsWith('gpt-5')
}

/** One entry of `GET /v1/models`. */
export function describeModel(id: string): object {
  return { id, object: 'model', created: 1_754_425_928, owned_by: 'system' }
}
