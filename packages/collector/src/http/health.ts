import { accessSync, constants } from 'node:fs'
import { replyJson } from './reply.ts'

export interface HealthSource {
  isClosing(): boolean
  /** Why no batch would be taken now. */
  fault(): string | undefined
  /** The directory of the queue, where there is one. */
  queueDirectory: string | undefined
}

/** `GET /health/live`: the process answers; restarting it would not help. */
export function liveness(): Response {
  return replyJson(200, { status: 'alive' }, { 'cache-control': 'no-store' })
}

/** `GET /health/ready`: 503, with the reason, where a batch would not be taken now. */
export function readiness(source: HealthSource): Response {
  const reason = whyNotReady(source)
  const headers = { 'cache-control': 'no-store' }
  return reason === undefined
    ? replyJson(200, { status: 'ready' }, headers)
    : replyJson(503, { status: 'not ready', reason }, { ...headers, 'retry-after': '1' })
}

function whyNotReady({ isClosing, fault, queueDirectory }: HealthSource): string | undefined {
  if (isClosing()) return 'the collector is stopping'
  const reason = fault()
  if (reason !== undefined || queueDirectory === undefined) return reason
  try {
    accessSync(queueDirectory, constants.W_OK)
    return undefined
  } catch (error) {
    return `the directory of the queue can't be written: ${(error as Error).message}`
  }
}
