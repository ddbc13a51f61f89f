import type OpenAI from 'openai'

interface Patched {
  create: unknown
}

/**
 * Lets a tracer that patches the client's classes trace one client alone: the patched method moves to that client, and the class
 * gets back its own. The method is the tracer's, unchanged.
 */
export function traceOneClient(client: OpenAI, patchClass: () => void): OpenAI {
  const completions = client.chat.completions as unknown as Patched
  const prototype = Object.getPrototypeOf(completions) as Patched
  const { create } = prototype
  patchClass()
  if (prototype.create === create) throw new Error('The tracer has not patched chat.completions.create.')
  completions.create = prototype.create
  prototype.create = create
  return client
}
