import { TraceFlags, diag, type Attributes, type Span } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { settings } from '../settings.ts'
import { operations } from './operations/index.ts'
import { firstSteps } from './operations/paths.ts'
import { escaped, prefixPattern } from '../url-pattern.ts'

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
  [/\.ml\.cloud\.ibm\.com$/, 'ibm.watsonx.ai'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/(^|-)aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/^bedrock-(runtime|mantle)(-fips)?\..*\.(amazonaws\.com|api\.aws)$/, 'aws.bedrock'],
]

/** Provider and server of a client, by its class and its base URL. */
export function describeServer(client: object): Attributes {
  const { baseURL: given } = client as { baseURL?: unknown }
  const baseURL = typeof given === 'string' ? given : ''
  let url: URL | undefined
  try {
    url = new URL(baseURL, (globalThis as { location?: { href: string } }).location?.href)
  } catch (error) {
    diag.debug(`spanlit: the client's base URL is not a URL`, error)
  }
  if (baseURL && url) ignoreRequests(url.href)
  // AzureOpenAI is the one client with this property, in every version.
  const isAzure = 'apiVersion' in client && 'deploymentName' in client
  const provider = isAzure
    ? 'azure.ai.openai'
    : (PROVIDERS.find(([host]) => url && host.test(url.hostname))?.[1] ?? 'openai')
  const attributes: Attributes = { [names.ATTR_GEN_AI_PROVIDER_NAME]: provider }
  if (url) {
    attributes[names.ATTR_SERVER_ADDRESS] = url.hostname.replace(/^\[|\]$/g, '')
    attributes[names.ATTR_SERVER_PORT] = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  }
  if (provider.startsWith('azure.'))
    attributes[names.ATTR_AZURE_RESOURCE_PROVIDER_NAMESPACE] = 'Microsoft.CognitiveServices'
  return attributes
}

/** The deployment that a client is set to, by its option or its base URL. */
export function deploymentOf(client: object): string | undefined {
  const { deploymentName, baseURL } = client as { deploymentName?: unknown; baseURL?: unknown }
  if (typeof deploymentName === 'string') return deploymentName
  return /\/deployments\/([^/?#]+)/.exec(String(baseURL))?.[1]
}

const MAX_OWN_URLS = 100

/**
 * The client's own requests are this instrumentation's; an instrumented `fetch` would trace them once more, without a parent. Others
 * may go to the same base URL: a proxy for the API often stands beside the application's own backend. As a URL is written by the browser, not
 * as it was given.
 */
function ignoreRequests(baseURL: string): void {
  const base = escaped(baseURL.replace(/\/+$/, ''))
  const pattern = new RegExp(`^${base}/(?:deployments/[^/]+/)?(?:${firstSteps(operations)})(?:[/?]|$)`)
  const { ownUrls } = settings
  if (ownUrls.some((known) => known.source === pattern.source)) return
  ownUrls.push(pattern)
  // An application may have a base URL for each of its users; the first are the collector's own.
  if (ownUrls.length > MAX_OWN_URLS) ownUrls.splice(MAX_OWN_URLS / 2, 1)
}

/** Whether a request to `url` may carry `traceparent`: the same origin always, others where `propagateTo` matches. */
export function mayPropagate(url: string, propagateTo: readonly (string | URL | RegExp)[]): boolean {
  const origin = (globalThis as { location?: { origin?: string } }).location?.origin
  if (origin !== undefined && prefixPattern(origin).test(url)) return true
  // Not `test`: with the flag g it goes on where it has stopped the last time.
  return propagateTo.some((pattern) => url.search(pattern instanceof RegExp ? pattern : prefixPattern(pattern)) >= 0)
}

/** The header that joins a request to its span, or nothing where the span is not sampled into existence. */
export function traceparent(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext()
  if (/^0+$/.test(traceId)) return undefined
  return `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`
}
