import type OpenAI from 'openai'
import type { Subject } from '../subjects/subject.ts'
import { registerTracing } from '../tracing.ts'
import { load } from './load.ts'

interface Package {
  observeOpenAI(client: OpenAI): OpenAI
}

/** Content is always on. */
export const langfuse: Subject = {
  name: 'Langfuse',
  isPeer: true,
  async setUp() {
    const spans = registerTracing()
    const { observeOpenAI } = await load<Package>('@langfuse/openai')
    return { spans, trace: (client) => observeOpenAI(client) }
  },
}
