import type { CollectorSettings } from '../options.ts'
import { AzureDestination } from './azure.ts'
import type { Destination } from './destination.ts'
import { DiskQueue } from './disk-queue.ts'
import { OtlpDestination } from './otlp.ts'
import { MemoryQueue, type BatchQueue } from './queue.ts'
import { QueueDirectory } from './queue-directory.ts'
import { Sender } from './sender.ts'

/**
 * A sender with a queue of its own for each destination.
 *
 * @returns also what gives the queues' directory back, when all senders are closed
 * @throws CollectorError where the directory can't be used
 */
export function createSenders(settings: CollectorSettings): { senders: Sender[]; release: () => void } {
  const { retry, logger } = settings
  const directory = settings.queue.directory === undefined ? undefined : new QueueDirectory(settings.queue.directory)
  try {
    const destinations = destinationsOf(settings, directory)
    const paths = destinations.map(({ name, identity }, index) => {
      // The same endpoint may be named twice.
      const before = destinations.slice(0, index).filter((other) => other.identity === identity)
      return directory?.of(name, `${identity} ${before.length}`)
    })
    for (const path of directory?.forgotten(paths.filter((path) => path !== undefined)) ?? []) {
      logger.warn(`${path} holds spans for a destination that is not configured any more; they stay there`)
    }
    return {
      senders: destinations.map((destination, index) => {
        const queue = queueFor(destination.name, paths[index], settings)
        return new Sender(destination, queue, retry, logger)
      }),
      release: () => directory?.release(),
    }
  } catch (error) {
    directory?.release()
    throw error
  }
}

function destinationsOf({ azure, forward }: CollectorSettings, directory: QueueDirectory | undefined): Destination[] {
  const otlp = forward.map((options) => new OtlpDestination(options))
  if (!azure) return otlp
  const { connection, storageDirectory = directory?.of('microsoft-exporter', connection.text) } = azure
  return [new AzureDestination(connection, storageDirectory, directory !== undefined), ...otlp]
}

function queueFor(name: string, path: string | undefined, { queue, logger }: CollectorSettings): BatchQueue {
  if (path === undefined) return new MemoryQueue(queue)
  const stored = new DiskQueue(path, queue, (message) => logger.error(`${name}: ${message}`))
  if (stored.size > 0) {
    const batches = stored.size === 1 ? 'one batch' : `${stored.size} batches`
    logger.info(`${name}: ${batches} of an earlier run in the queue`)
  }
  return stored
}
