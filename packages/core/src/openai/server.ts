import { diag, type Attributes } from '@opentelemetry/api'
import * as names from '../genai/attributes.ts'
import { settings } from '../settings.ts'

/** What is the same for every call of a client. */
export interface Server {
  baseURL: string
  attributes: Attributes
}

const servers = new WeakMap<object, Server>()

/** Hosts of OpenAI-compatible services by the names that the conventions give them. */
const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [
    /(^|\.)openai\.azure\.(com|us|cn)$|\.cognitiveservices\.azure\.(com|us|cn)$|\.services\.ai\.azure\.com$/,
    'azure.ai.openai',
  ],
  [/\.models\.ai\.azure\.com$|\.inference\.ai\.azure\.com$/, 'azure.ai.inference'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)mistral\.ai$/, 'mistral_ai'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
  [/(^|\.)x\.ai$/, 'x_ai'],
  [/(^|\.)moonshot\.(ai|cn)$/, 'moonshot_ai'],
  [/(^|\.)cohere\.(ai|com)$/, 'cohere'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/(^|-)aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/^bedrock-runtime\..*\.amazonaws\.com$/, 'aws.bedrock'],
]

/** The URL is parsed once for each client and base URL: a client's may be changed. */
export function serverOf(client: object): Server {
  const baseURL = (client as { baseURL?: unknown }).baseURL
  const text = typeof baseURL === 'string' ? baseURL : ''
  const known = servers.get(client)
  if (known?.baseURL === text) return known
  if (text) ignoreRequests(text)
  const server = { baseURL: text, attributes: describe(client, text) }
  servers.set(client, server)
  return server
}

function describe(client: object, baseURL: string): Attributes {
  let url: URL | undefined
  try {
    url = new URL(baseURL, (globalThis as { location?: { href: string } }).location?.href)
  } catch (error) {
    diag.debug(`spanlit: the client's base URL is not a URL`, error)
  }
  // AzureOpenAI is the one client with this property, in every version.
  const isAzure = 'apiVersion' in client && 'deploymentName' in client
  const provider = isAzure
    ? 'azure.ai.openai'
    : (PROVIDERS.find(([host]) => url && host.test(url.hostname))?.[1] ?? 'openai')
  const attributes: Attributes = { [names.PROVIDER_NAME]: provider }
  if (url) {
    attributes[names.SERVER_ADDRESS] = url.hostname
    attributes[names.SERVER_PORT] = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  }
  if (provider.startsWith('azure.')) attributes[names.AZURE_RESOURCE_PROVIDER_NAMESPACE] = 'Microsoft.CognitiveServices'
  return attributes
}

/** The paths below a base URL whose requests make spans of their own. */
const PATHS = 'chat|completions|responses|embeddings|images|audio|moderations|vector_stores|threads'

/**
 * The client's own requests are this instrumentation's; an instrumented `fetch` would trace them once more, without a parent. Others
 * may go to the same base URL: a proxy for the API often stands beside the application's own backend.
 */
function ignoreRequests(baseURL: string): void {
  const base = baseURL.replace(/\/+$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`^${base}/(?:deployments/[^/]+/)?(?:${PATHS})(?:[/?]|$)`)
  if (!settings.ownUrls.some((known) => known.source === pattern.source)) settings.ownUrls.push(pattern)
}

/** Whether a request to `url` may carry `traceparent`: the same origin always, others where `propagateTo` matches. */
export function mayPropagate(url: string, propagateTo: readonly (string | RegExp)[]): boolean {
  const origin = (globalThis as { location?: { origin?: string } }).location?.origin
  if (origin !== undefined && (url === origin || url.startsWith(`${origin}/`))) return true
  return propagateTo.some((pattern) => (typeof pattern === 'string' ? url.startsWith(pattern) : pattern.test(url)))
}
