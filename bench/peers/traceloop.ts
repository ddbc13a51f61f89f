import OpenAI from 'openai'
import type { Subject } from '../subjects/subject.ts'
import { registerTracing } from '../tracing.ts'
import { load } from './load.ts'
import { traceOneClient } from './one-client.ts'

interface Package {
  OpenAIInstrumentation: new () => { manuallyInstrument(module: typeof OpenAI): void }
}

/** Content is on by default. */
export const traceloop: Subject = {
  name: 'Traceloop',
  isPeer: true,
  async setUp() {
    const spans = registerTracing()
    const { OpenAIInstrumentation } = await load<Package>('@traceloop/instrumentation-openai')
    const instrumentation = new OpenAIInstrumentation()
    return { spans, trace: (client) => traceOneClient(client, () => instrumentation.manuallyInstrument(OpenAI)) }
  },
}
