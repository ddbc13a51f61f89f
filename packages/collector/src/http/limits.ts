import { checkNames, readPositive } from '../check-options.ts'
import type { ReadLimits } from '../otlp/read-message.ts'
import { defaultReadLimits } from '../otlp/request.ts'
import type { BodyLimits } from './body.ts'

/** Bounds on what senders may ask of the collector; all have defaults. */
export interface LimitOptions {
  /** Spans, log records or data points of one request. Default: 50 000; SDKs send 512 at once. */
  maxItems?: number
  /** Attributes, values, events and all else that one request holds. Default: 500 000; a fifth of it where a request is unpacked, as JSON is. */
  maxValues?: number
  /** Bytes of all requests that are being received and read at the same time. Default: 64 MiB. */
  maxInFlightBytes?: number
  /** Open connections, those of viewers included. Default: 1000. */
  maxConnections?: number
  /** How long a request's body may take to arrive, in milliseconds. Default: 30 000. */
  bodyTimeoutMs?: number
}

export interface Limits extends BodyLimits, ReadLimits {
  inFlightBytes: number
  connections: number
}

const names: Record<keyof LimitOptions, true> = {
  maxItems: true,
  maxValues: true,
  maxInFlightBytes: true,
  maxConnections: true,
  bodyTimeoutMs: true,
}

const mebibyte = 1024 * 1024

export function readLimits(maxBodyBytes: number | undefined, options: LimitOptions = {}): Limits {
  checkNames('limits', options, Object.keys(names))
  return {
    maxBodyBytes: readPositive(maxBodyBytes, 20 * mebibyte, 'maxBodyBytes'),
    items: readPositive(options.maxItems, defaultReadLimits.items, 'limits.maxItems'),
    values: readPositive(options.maxValues, defaultReadLimits.values, 'limits.maxValues'),
    inFlightBytes: readPositive(options.maxInFlightBytes, 64 * mebibyte, 'limits.maxInFlightBytes'),
    connections: readPositive(options.maxConnections, 1000, 'limits.maxConnections'),
    bodyTimeoutMs: readPositive(options.bodyTimeoutMs, 30_000, 'limits.bodyTimeoutMs'),
  }
}
