import OpenAI from 'openai'
import type { Subject } from '../subjects/subject.ts'
import { registerTracing } from '../tracing.ts'
import { load } from './load.ts'
import { traceOneClient } from './one-client.ts'

interface Package {
  OpenAIInstrumentation: new () => { manuallyInstrument(module: { OpenAI: typeof OpenAI }): void }
}

/** Content is on by default. */
export const openInference: Subject = {
  name: 'OpenInference',
  isPeer: true,
  async setUp() {
    const spans = registerTracing()
    const { OpenAIInstrumentation } = await load<Package>('@arizeai/openinference-instrumentation-openai')
    const instrumentation = new OpenAIInstrumentation()
    return {
      spans,
      trace: (client) => traceOneClient(client, () => instrumentation.manuallyInstrument({ OpenAI })),
    }
  },
}
