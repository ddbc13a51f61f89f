import { instrumentOpenAI, startTracing } from '@spanlit/core'
import { OpenAI } from 'openai'

// In the dev server's page the spans go to its receiver by themselves; nothing has to be configured.
startTracing({ serviceName: 'page' })

/** The model that the scenes ask. */
export const model: string = import.meta.env['VITE_DEMO_MODEL'] || 'gpt-5-mini'

/** Which API answers, in words. */
export const apiName: string = import.meta.env['VITE_DEMO_API'] ?? ''

/** Where the dev server adds the key to what the page asks. */
const THROUGH_THE_DEV_SERVER = {
  apiKey: 'added-by-the-dev-server',
  // Right here because the page holds no key.
  dangerouslyAllowBrowser: true,
}

/** A client for the API that the demo was started with. */
export const client: OpenAI = instrumentOpenAI(
  new OpenAI({ ...THROUGH_THE_DEV_SERVER, baseURL: `${location.origin}/openai/v1` }),
)

/** A client for the stand-in, for the scene that fails on purpose. `fetch` sees each attempt. */
export function standInClient(fetch: typeof globalThis.fetch): OpenAI {
  return instrumentOpenAI(new OpenAI({ ...THROUGH_THE_DEV_SERVER, baseURL: `${location.origin}/stand-in/v1`, fetch }))
}
