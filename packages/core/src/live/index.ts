/**
 * The live panel for an application that has an OpenTelemetry SDK of its own.
 *
 * @module
 */
export { liveSpanProcessor, type LiveOptions } from './live-span-processor.ts'
export type { AnyValue, KeyValue, LiveDelta, LiveEvent, LiveSlot, OtlpSpan } from './protocol.ts'
