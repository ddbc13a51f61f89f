import { environment } from '../environment.ts'
import type { LiveFeed } from './feed.ts'
import { isLoopback } from './loopback.ts'
import { ReceiverFeed } from './receiver-feed.ts'

const LOCAL_RECEIVER = 'http://localhost:4318'

/**
 * The feed of a Node process: events go to a Spanlit receiver.
 *
 * @param endpoint by default OTEL_EXPORTER_OTLP_ENDPOINT where it is on this machine, else the receiver's usual address
 */
export function createFeed(endpoint?: string): LiveFeed {
  const general = environment().OTEL_EXPORTER_OTLP_ENDPOINT?.trim()
  const found = general && isLoopback(general) ? general : LOCAL_RECEIVER
  return new ReceiverFeed((endpoint ?? found).replace(/\/+$/, ''))
}
