// Runs the backend of the claims scene. Spans go where OTEL_EXPORTER_OTLP_ENDPOINT says, or to the console.
import { startTracing } from '@spanlit/core'
import { apiOf } from './api.ts'
import { startClaimsServer } from './claims-server.ts'

const { PORT, DEMO_MODEL, DEMO_EMBEDDING_MODEL, DEMO_CONSOLE } = process.env

const tracing = startTracing({
  serviceName: 'claims-api',
  ...(DEMO_CONSOLE === '1' ? { destination: 'console' } : {}),
})
const backend = await startClaimsServer({
  client: (await apiOf(process.env)).client(),
  model: DEMO_MODEL || 'gpt-5-mini',
  embeddingModel: DEMO_EMBEDDING_MODEL === 'none' ? undefined : DEMO_EMBEDDING_MODEL || 'text-embedding-3-small',
  port: Number(PORT ?? 0),
})
async function stop(): Promise<void> {
  // A connection or an exporter that hangs must not keep the process.
  setTimeout(() => process.exit(0), 2000).unref()
  await backend.close()
  await tracing.shutdown()
  process.exit(0)
}
// A process whose parent is gone must not stay behind as an orphan.
for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => void stop())
process.send?.({ ready: backend.url })
