import { SpanKind, context, trace, type Span } from '@opentelemetry/api'
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

interface Chunk {
  id: string
  model: string
  choices: { delta: { content?: string } }[]
}

async function* readAlong(stream: AsyncIterable<Chunk>, span: Span): AsyncGenerator<Chunk> {
  let text = ''
  let last: Chunk | undefined
  try {
    for await (const chunk of stream) {
      last = chunk
      text += chunk.choices[0]?.delta.content ?? ''
      yield chunk
    }
  } finally {
    span.setAttributes({
      'gen_ai.response.id': last?.id ?? '',
      'gen_ai.response.model': last?.model ?? '',
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', content: text }]),
    })
    span.end()
  }
}

function traceByHand(client: OpenAI): ChatClient {
  const tracer = trace.getTracer('hand-made')
  const bare: ChatClient = client
  async function create(body: typeof REQUEST & { stream?: boolean }): Promise<unknown> {
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
    const answer = await context.with(trace.setSpan(context.active(), span), () => bare.chat.completions.create(body))
    if (body.stream) return readAlong(answer as AsyncIterable<Chunk>, span)
    const result = answer as Completion
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
