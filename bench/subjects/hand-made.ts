import { SpanKind, context, trace } from '@opentelemetry/api'
import type OpenAI from 'openai'
import type { ChatClient, REQUEST } from '../openai.ts'
import { registerTracing } from '../tracing.ts'
import type { Subject } from './subject.ts'

interface Completion {
  id: string
  model: string
  choices: unknown[]
  usage: { prompt_tokens: number; completion_tokens: number }
}

/** The least that a span with content costs, written by hand around the call: twelve attributes, two of them JSON. The floor. */
export const handMade: Subject = {
  name: 'hand-made span',
  setUp: () => Promise.resolve({ trace: traceByHand, spans: registerTracing() }),
}

function traceByHand(client: OpenAI): ChatClient {
  const tracer = trace.getTracer('hand-made')
  const bare: ChatClient = client
  async function create(body: typeof REQUEST): Promise<unknown> {
    const span = tracer.startSpan(`chat ${body.model}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': body.model,
        'server.address': '127.0.0.1',
        'server.port': 9,
        'gen_ai.request.temperature': body.temperature,
        'gen_ai.input.messages': JSON.stringify(body.messages),
      },
    })
    const result = (await context.with(trace.setSpan(context.active(), span), () =>
      bare.chat.completions.create(body),
    )) as Completion
    span.setAttributes({
      'gen_ai.response.id': result.id,
      'gen_ai.response.model': result.model,
      'gen_ai.usage.input_tokens': result.usage.prompt_tokens,
      'gen_ai.usage.output_tokens': result.usage.completion_tokens,
      'gen_ai.output.messages': JSON.stringify(result.choices),
    })
    span.end()
    return result
  }
  return { chat: { completions: { create } } }
}
