export { startTracing } from './tracing/start.ts'
export type { Destination, Headers, Tracing, TracingOptions } from './tracing/options.ts'
export { instrumentOpenAI, uninstrumentOpenAI } from './openai/instrument.ts'
export type { InstrumentOptions } from './openai/client-state.ts'
export {
  continueTrace,
  recordEvaluation,
  setAttributes,
  traced,
  withAgent,
  withConversation,
  withSpan,
  withTool,
  type Agent,
  type Evaluation,
  type IncomingHeaders,
  type MethodDecorator,
} from './spans.ts'
export type { SpanOptions } from './run-in-span.ts'
export type { Tool } from './tool.ts'
export type { CaptureMode, Content, ContentContext, Redact } from './genai/content.ts'
export type {
  CallContent,
  Message,
  Modality,
  Part,
  TextPart,
  ToolCallPart,
  ToolCallResponsePart,
  ToolDefinition,
} from './genai/messages.ts'
