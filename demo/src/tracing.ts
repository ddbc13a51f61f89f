import { instrumentOpenAI, startTracing } from '@spanlit/core'
import { OpenAI } from 'openai'

// In the dev server's page the spans go to its receiver by themselves; nothing has to be configured.
startTracing({ serviceName: 'page' })

/** The model that the scenes ask. */
export const model: string = import.meta.env['VITE_DEMO_MODEL'] || 'gpt-5-mini'

/** Which API answers, in words. */
export const apiName: string = import.meta.env['VITE_DEMO_API'] ?? ''

/** A client without a key, right in a page because the dev server adds the key. */
function clientOf(path: string, more: { fetch?: typeof globalThis.fetch } = {}): OpenAI {
  const options = { apiKey: 'added-by-the-dev-server', dangerouslyAllowBrowser: true, ...more }
  return instrumentOpenAI(new OpenAI({ ...options, baseURL: `${location.origin}${path}` }))
}

/** A client for the API that the demo was started with. */
export const client: OpenAI = clientOf('/openai/v1')

/** A client for the stand-in, for the scene that fails on purpose. `fetch` sees each attempt. */
export function standInClient(fetch: typeof globalThis.fetch): OpenAI {
  return clientOf('/stand-in/v1', { fetch })
}
