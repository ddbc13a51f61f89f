import type { Span } from '@opentelemetry/api'
import type { ContentPolicy } from './content-policy.ts'

/** As OpenTelemetry's SDK 2 and 3 keep them on each span: from the environment, or as the application has set them. */
interface LimitedSpan {
  _spanLimits?: { attributeValueLengthLimit?: unknown }
}

/**
 * The policy within what the SDK keeps of one attribute: it cuts longer texts (OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT and others), which
 * would leave JSON that nobody can read. The SDK counts UTF-16 units, and a text of so many bytes has no more of these.
 */
export function withinSpanLimits(policy: ContentPolicy, span: Span): ContentPolicy {
  const limit = (span as LimitedSpan)._spanLimits?.attributeValueLengthLimit
  return typeof limit === 'number' && limit > 0 && limit < policy.maxBytes ? { ...policy, maxBytes: limit } : policy
}
