import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'
import { diag } from '@opentelemetry/api'

type PipelinePolicy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy']

/** As OTLP's exporters: the exporter's own requests have no limit, and one that is never answered would keep the process. */
const REQUEST_TIMEOUT_MILLISECONDS = 10_000

/** What an error is taken for that has not the body of Azure Monitor's. */
const NOTHING_ACCEPTED = '{"itemsReceived":0,"itemsAccepted":0,"errors":[]}'

/**
 * Watches the exporter's requests: it says nothing of spans that Azure Monitor does not take (a wrong key, throttling) where it keeps
 * them on disk, and fails on an error without Azure's JSON, such as a gateway's 503, of which it then loses the spans.
 */
export function watchAnswers(): PipelinePolicy {
  /** Said since spans were taken last. */
  const said = new Set<string>()
  return {
    name: 'spanlitAnswers',
    async sendRequest(request, next) {
      request.timeout ||= REQUEST_TIMEOUT_MILLISECONDS
      const response = await next(request)
      const { status, bodyAsText } = response
      if (status === 200) said.clear()
      // The exporter follows redirects.
      if (status === 200 || status === 307 || status === 308) return response
      const answer = parsed(bodyAsText)
      const [first] = Array.isArray(answer?.errors) ? answer.errors : []
      const cause = `${first?.statusCode ?? status}${first?.message ? `: ${first.message}` : ''}`
      if (!said.has(cause)) {
        said.add(cause)
        diag.error(`spanlit: Azure Monitor does not take what is sent; it answers ${cause}`)
      }
      return answer ? response : { ...response, bodyAsText: NOTHING_ACCEPTED }
    },
  }
}

interface Answer {
  errors?: { statusCode?: number; message?: string }[]
}

function parsed(text: string | null | undefined): Answer | undefined {
  try {
    const answer = JSON.parse(text ?? '') as Answer | null
    return typeof answer === 'object' && answer ? answer : undefined
  } catch {
    return undefined
  }
}
