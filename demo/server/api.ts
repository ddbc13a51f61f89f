import { OpenAI } from 'openai'

/** The API that the demo talks to. All of them speak the same `/v1` paths with a bearer token. */
export interface Api {
  /** For people: `OpenAI`, `Azure OpenAI at …`. */
  name: string
  kind: 'openai' | 'azure-openai' | 'foundry' | 'stand-in'
  baseURL: string
  /** The key or a fresh token for one request. */
  bearer(): Promise<string>
  /** A client for the backend. Pages get none of this: the dev server adds the bearer for them. */
  client(): OpenAI
}

export interface ApiEnvironment {
  OPENAI_API_KEY?: string | undefined
  OPENAI_BASE_URL?: string | undefined
  AZURE_OPENAI_ENDPOINT?: string | undefined
  AZURE_OPENAI_API_KEY?: string | undefined
  AZURE_AI_PROJECT_ENDPOINT?: string | undefined
  DEMO_STAND_IN_URL?: string | undefined
  DEMO_STAND_IN_KEY?: string | undefined
}

// https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle: the v1 API takes Entra tokens of this scope.
const AZURE_OPENAI_SCOPE = 'https://cognitiveservices.azure.com/.default'
const FOUNDRY_SCOPE = 'https://ai.azure.com/.default'

/**
 * The API that the environment names: a Foundry project, Azure OpenAI, OpenAI, else the stand-in.
 *
 * @throws when the environment names none and no stand-in runs.
 */
export async function apiOf(environment: ApiEnvironment): Promise<Api> {
  const {
    AZURE_AI_PROJECT_ENDPOINT: project,
    AZURE_OPENAI_ENDPOINT: azure,
    AZURE_OPENAI_API_KEY: azureKey,
    OPENAI_API_KEY: key,
    DEMO_STAND_IN_URL: standIn,
    DEMO_STAND_IN_KEY: standInKey,
  } = environment
  if (project) return foundry(withoutSlash(project))
  if (azure) return azureOpenAI(withoutSlash(azure), azureKey)
  if (key) {
    const baseURL = withoutSlash(environment.OPENAI_BASE_URL || 'https://api.openai.com/v1')
    return bearerApi('openai', baseURL === 'https://api.openai.com/v1' ? 'OpenAI' : baseURL, baseURL, () =>
      Promise.resolve(key),
    )
  }
  if (standIn && standInKey) return standInApi({ DEMO_STAND_IN_URL: standIn, DEMO_STAND_IN_KEY: standInKey })
  throw new Error(
    'No API is named by the environment and no stand-in runs. Start everything with `pnpm demo`, or set OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT or AZURE_AI_PROJECT_ENDPOINT.',
  )
}

/** The stand-in, whatever else the environment names: the scene that fails on purpose needs it. */
export function standInApi(environment: { DEMO_STAND_IN_URL: string; DEMO_STAND_IN_KEY: string }): Api {
  return bearerApi('stand-in', 'a stand-in of the OpenAI API', environment.DEMO_STAND_IN_URL, () =>
    Promise.resolve(environment.DEMO_STAND_IN_KEY),
  )
}

async function azureOpenAI(endpoint: string, key: string | undefined): Promise<Api> {
  const bearer = key ? () => Promise.resolve(key) : await entraToken(AZURE_OPENAI_SCOPE)
  const baseURL = endpoint.endsWith('/openai/v1') ? endpoint : `${endpoint}/openai/v1`
  return bearerApi('azure-openai', `Azure OpenAI at ${new URL(endpoint).host}`, baseURL, bearer)
}

async function foundry(endpoint: string): Promise<Api> {
  const { AIProjectClient } = await import('@azure/ai-projects')
  const { DefaultAzureCredential } = await import('@azure/identity')
  const client = new AIProjectClient(endpoint, new DefaultAzureCredential()).getOpenAIClient()
  return {
    name: `the Foundry project at ${new URL(endpoint).host}`,
    kind: 'foundry',
    baseURL: withoutSlash(client.baseURL),
    bearer: await entraToken(FOUNDRY_SCOPE),
    client: () => client,
  }
}

/** Loaded only where it is needed: the Azure packages take a second to load. */
async function entraToken(scope: string): Promise<() => Promise<string>> {
  const { DefaultAzureCredential, getBearerTokenProvider } = await import('@azure/identity')
  return getBearerTokenProvider(new DefaultAzureCredential(), scope)
}

function bearerApi(kind: Api['kind'], name: string, baseURL: string, bearer: () => Promise<string>): Api {
  return { kind, name, baseURL, bearer, client: () => new OpenAI({ baseURL, apiKey: bearer }) }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
