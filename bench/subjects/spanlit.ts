import { instrumentOpenAI } from '@spanlit/core/openai'
import { registerTracing } from '../tracing.ts'
import type { Subject } from './subject.ts'

export const spanlit: Subject = {
  name: 'Spanlit',
  setUp() {
    process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT = 'true'
    return Promise.resolve({ trace: (client) => instrumentOpenAI(client), spans: registerTracing() })
  },
}
