/**
 * Sessions on the WebSocket clients of the `openai` package: realtime, translation, responses and live.
 *
 * @module
 */
import '#recorder'

export { instrumentRealtime, uninstrumentRealtime } from './instrument.ts'
export type { InstrumentOptions } from '../openai/client-state.ts'
