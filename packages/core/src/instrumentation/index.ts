/**
 * The instrumentation alone: it needs only `@opentelemetry/api`, and works with whatever SDK the application has registered.
 *
 * @module
 */
import '#recorder'

export { instrumentOpenAI, uninstrumentOpenAI } from '../openai/instrument.ts'
export {
  OpenAIInstrumentation,
  type LoggerProviderLike,
  type OpenAIInstrumentationConfig,
} from './openai-instrumentation.ts'
export type { InstrumentOptions } from '../openai/client-state.ts'
export type { Content, ContentContext, Redact } from '../content-policy.ts'
