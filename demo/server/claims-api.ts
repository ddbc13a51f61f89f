import { startTracing } from '@spanlit/core'

import { apiOf } from './api.ts'
import { startClaimsServer } from './claims/server.ts'
import { announceReady } from './process.ts'

// Runs the backend of the claims scene as a process of its own. PORT chooses the port (default: a free one), DEMO_MODEL
// and DEMO_EMBEDDING_MODEL the models; spans go where OTEL_EXPORTER_OTLP_ENDPOINT says, or to the console.
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
announceReady('claims-api', backend.url, async () => {
  await backend.close()
  await tracing.shutdown()
})
