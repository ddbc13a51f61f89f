import { invalid, Refusal } from './refusal.ts'

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

/** Throws the API's refusal unless a request names a model of the right kind. */
export function checkModel(name: unknown, models: Models, kind: 'chat' | 'embedding'): void {
  if (typeof name !== 'string' || name === '') throw invalid('you must provide a model parameter')
  if (!Object.hasOwn(models, name)) {
    const message = `The model \`${name}\` does not exist or you do not have access to it.`
    throw new Refusal(404, message, { code: 'model_not_found' })
  }
  const embeds = name.startsWith('text-embedding')
  if (embeds === (kind === 'embedding')) return
  if (!embeds) throw new Refusal(403, 'You are not allowed to generate embeddings from this model')
  const message = 'This is not a chat model and thus not supported in the v1/chat/completions endpoint.'
  throw new Refusal(404, message, { param: 'model' })
}

/** Reasoning models think before the first token, and refuse sampling parameters. */
export function reasons(model: string): boolean {
  return model.startsWith('gpt-5')
}
