import { OpenAI } from 'openai'

/** The API that the demo talks to. All of them speak the same `/v1` paths with a bearer token. */
export interface Api {
  /** For people: `OpenAI`, `Azure OpenAI at …`. */
  name: string
  kind: 'openai' | 'azure-openai' | 'foundry' | 'stand-in'
  baseURL: string
  /** The key, or a fresh token for one request. */
  bearer(): Promise<string>
  /** A client for the backend. Pages get none of this: the dev server adds the bearer for them. */
  client(): OpenAI
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The API that the environment names: a Foundry project, Azure OpenAI, OpenAI, or else the stand-in.
 *
 * @throws when the environment names none and no stand-in runs.
 */
export async function apiOf(environment: Environment): Promise<Api> {
  const project = environment.AZURE_AI_PROJECT_ENDPOINT?.replace(/\/+$/, '')
  const azure = environment.AZURE_OPENAI_ENDPOINT?.replace(/\/+$/, '')
  const key = environment.OPENAI_API_KEY
  if (project) {
    const name = `the Foundry project at ${new URL(project).host}`
    const { AIProjectClient } = await import('@azure/ai-projects')
    const { DefaultAzureCredential } = await import('@azure/identity')
    const client = new AIProjectClient(project, new DefaultAzureCredential()).getOpenAIClient()
    const bearer = await entraToken('https://ai.azure.com/.default')
    return { name, kind: 'foundry', baseURL: client.baseURL.replace(/\/+$/, ''), bearer, client: () => client }
  }
  if (azure) {
    // https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle: the v1 API takes Entra tokens of this scope.
    const azureKey = environment.AZURE_OPENAI_API_KEY
    const bearer = azureKey ?? (await entraToken('https://cognitiveservices.azure.com/.default'))
    const baseURL = azure.endsWith('/openai/v1') ? azure : `${azure}/openai/v1`
    return bearerApi('azure-openai', `Azure OpenAI at ${new URL(azure).host}`, baseURL, bearer)
  }
  if (key) {
    const baseURL = environment.OPENAI_BASE_URL?.replace(/\/+$/, '')
    return bearerApi('openai', baseURL ?? 'OpenAI', baseURL ?? 'https://api.openai.com/v1', key)
  }
  return standInApi(environment)
}

/** The stand-in, whatever else the environment names. */
export function standInApi({ DEMO_STAND_IN_URL: url, DEMO_STAND_IN_KEY: key }: Environment): Api {
  if (url && key) return bearerApi('stand-in', 'a stand-in of the OpenAI API', url, key)
  throw new Error(
    'No API is named by the environment and no stand-in runs. Start everything with `pnpm demo`, or set OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT or AZURE_AI_PROJECT_ENDPOINT.',
  )
}

/** Loaded only where it is needed: the Azure packages take a second to load. */
async function entraToken(scope: string): Promise<() => Promise<string>> {
  const { DefaultAzureCredential, getBearerTokenProvider } = await import('@azure/identity')
  return getBearerTokenProvider(new DefaultAzureCredential(), scope)
}

function bearerApi(kind: Api['kind'], name: string, baseURL: string, key: string | (() => Promise<string>)): Api {
  const bearer = typeof key === 'string' ? () => Promise.resolve(key) : key
  return { kind, name, baseURL, bearer, client: () => new OpenAI({ baseURL, apiKey: bearer }) }
}
