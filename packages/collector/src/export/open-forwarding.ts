import type { CollectorSettings } from '../options.ts'
import { AzureDestination } from './azure.ts'
import type { Destination } from './destination.ts'
import { Forwarding } from './forwarding.ts'
import { Via } from './loop.ts'
import { MemoryQueue } from './memory-queue.ts'
import { OtlpDestination } from './otlp.ts'
import type { Queue } from './queue.ts'
import { Sender } from './sender.ts'
import { SqliteQueue } from './sqlite-queue.ts'

/**
 * The destinations that the settings name, and the queue before them.
 *
 * @throws CollectorError where the queue's directory can't be used
 */
export function openForwarding(settings: CollectorSettings): Forwarding {
  const { retry, queue: limits, logger: log } = settings
  const via = new Via()
  const destinations = destinationsOf(settings, via)
  const queue = openQueue(destinations, settings)
  const senders = destinations.map(
    (destination, index) => new Sender({ destination, index, queue, limits, retry, log }),
  )
  for (const { name, totals } of senders) {
    if (totals.batches > 0) log.info(`${name}: ${inBatches(totals.batches)} of an earlier run in the queue`)
    if (totals.deadLetters > 0)
      log.warn(`${name}: ${inBatches(totals.deadLetters)} set aside; see spanlit-collector dead-letters`)
  }
  return new Forwarding(senders, queue, via)
}

function destinationsOf({ azure, forward }: CollectorSettings, via: Via): Destination[] {
  const otlp = forward.map((options) => new OtlpDestination(options, via))
  return azure ? [new AzureDestination(azure.connection), ...otlp] : otlp
}

function openQueue(destinations: readonly Destination[], { queue, logger }: CollectorSettings): Queue {
  const { directory, bytes: deadBytes } = queue
  if (directory === undefined || destinations.length === 0) return new MemoryQueue()
  const targets = destinations.map(({ identity, name }, index) => {
    // The same endpoint may be named twice.
    const before = destinations.slice(0, index).filter((other) => other.identity === identity)
    return { identity: `${identity} ${before.length}`, name }
  })
  const onForgotten = (name: string, batches: number): void =>
    logger.warn(`The queue holds ${inBatches(batches)} for ${name}, which is not configured any more; they stay there`)
  return new SqliteQueue({ directory, targets, deadBytes, onForgotten })
}

function inBatches(count: number): string {
  return count === 1 ? 'one batch' : `${count} batches`
}
