import { exchangeOf } from './exchange.ts'
import type { SpanReader } from './reading.ts'
import { rowTextOf } from './subtitle.ts'

/** Reads the messages of spans. */
export const CONTENT_READER: SpanReader = { rowText: rowTextOf, exchange: exchangeOf }
