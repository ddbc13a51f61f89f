import '#recorder'

export { startTracing } from './sdk/start.ts'
export type { Tracing, TracingOptions } from './sdk/options.ts'
export { azureMonitor } from './sdk/destinations/azure-monitor.ts'
export { consoleOutput } from './sdk/destinations/console.ts'
export { otlp, type OtlpOptions } from './sdk/destinations/otlp.ts'
export type { AzureMonitorOptions } from './sdk/azure/exporter.ts'
export type { Destination, DestinationName } from './sdk/destinations/destination.ts'
export type { ExportHeaders, OtlpProtocol } from './sdk/export/exporter.ts'
export { instrumentOpenAI, uninstrumentOpenAI } from './openai/instrument.ts'
export type { InstrumentOptions } from './openai/client-state.ts'
export { withAgent, type AgentOptions } from './genai/agent.ts'
export {
  continueTrace,
  recordEvaluation,
  setAttributes,
  withConversation,
  withSpan,
  withTool,
  withUser,
  type Evaluation,
  type IncomingHeaders,
} from './genai/spans.ts'
export { traced, type TracedDecorator } from './genai/traced.ts'
export type { WithSpanOptions } from './genai/run-in-span.ts'
export type { ToolOptions } from './genai/tool.ts'
export type { CaptureMode, Content as RedactableContent, ContentContext, Redact } from './content-policy.ts'
export type {
  CallContent,
  Message as GenAIMessage,
  Modality as MediaModality,
  Part as GenAIPart,
  TextPart,
  ToolCallPart,
  ToolCallResponsePart,
  ToolDefinition,
} from './messages.ts'
