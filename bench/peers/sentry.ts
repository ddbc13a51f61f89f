import type OpenAI from 'openai'
import type { Subject } from '../subjects/subject.ts'
import { load } from './load.ts'

interface Package {
  init(options: object): { on(event: 'spanEnd', listener: () => void): void } | undefined
  instrumentOpenAiClient(client: OpenAI, options: { recordInputs: boolean; recordOutputs: boolean }): OpenAI
}

/**
 * Sentry has its own spans and sends each call as an event of its own making, which the others leave to a span processor: that
 * is part of its figure. Its automatic instrumentation is off, since it would trace the bare client too.
 */
export const sentry: Subject = {
  name: 'Sentry',
  isPeer: true,
  async setUp() {
    const { init, instrumentOpenAiClient } = await load<Package>('@sentry/node')
    const spans = { ended: 0 }
    const client = init({
      dsn: 'http://key@127.0.0.1:9/1',
      tracesSampleRate: 1,
      defaultIntegrations: false,
      transport: () => ({ send: () => Promise.resolve({}), flush: () => Promise.resolve(true) }),
    })
    client?.on('spanEnd', () => (spans.ended += 1))
    return {
      spans,
      trace: (bare) => instrumentOpenAiClient(bare, { recordInputs: true, recordOutputs: true }),
    }
  },
}
