/**
 * The instrumentation alone: it needs only `@opentelemetry/api`, and works with whatever SDK the application has registered.
 *
 * @module
 */
import '#recorder'

export { instrumentOpenAI, uninstrumentOpenAI } from './instrument.ts'
export type { InstrumentOptions } from './client-state.ts'
export type { Content, ContentContext, Redact } from '../content-policy.ts'
