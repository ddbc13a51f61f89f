/** What a link opens. */
export interface DeepLink {
  readonly traceId: string
  readonly spanId: string | undefined
}

const LINK = /(?:^|[#&])spanlit=([\da-f]{16,32})(?:\/([\da-f]{8,32}))?(?:&|$)/i

/** Reads `#spanlit=<trace>/<span>`; undefined where the hash is the page's own. */
export function readDeepLink(hash: string): DeepLink | undefined {
  const [, traceId, spanId] = LINK.exec(hash) ?? []
  return traceId === undefined ? undefined : { traceId: traceId.toLowerCase(), spanId: spanId?.toLowerCase() }
}

/** The address of the page that opens the viewer at a trace and a span. The trace itself is not in it. */
export function deepLinkOf(page: string, traceId: string, spanId: string | undefined): string {
  const [address] = page.split('#')
  return `${address}#spanlit=${traceId}${spanId === undefined ? '' : `/${spanId}`}`
}
