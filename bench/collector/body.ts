import { writeRequest } from '../../packages/collector/src/otlp/write.ts'

export const spansInBody = 100

/** Words in an order that compresses as prompts do, to a third or a quarter. */
function prompt(seed: number, length: number): string {
  const words =
    'the claim policy holder asks model answer tool retrieves document summary date amount vehicle damage'.split(' ')
  let state = seed
  let text = ''
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    text += `${words[(state >>> 8) % words.length]}${state % 7 === 0 ? (state >>> 4).toString(36) : ''} `
  }
  return text.slice(0, length)
}

/** An export request of 100 spans with 2 kB of attributes each, in protobuf. */
export function makeBody(seed: number): Buffer {
  const spans = Array.from({ length: spansInBody }, (_, index) => ({
    traceId: (seed * 1000 + index + 1).toString(16).padStart(32, '0'),
    spanId: (seed * 1000 + index + 1).toString(16).padStart(16, '0'),
    name: 'chat gpt-5',
    kind: 3,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001500000000',
    attributes: [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      { key: 'gen_ai.request.model', value: { stringValue: 'gpt-5' } },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '1200' } },
      { key: 'gen_ai.input.messages', value: { stringValue: prompt(seed * 7919 + index, 1400) } },
      { key: 'gen_ai.output.messages', value: { stringValue: prompt(seed * 104_729 + index, 500) } },
    ],
  }))
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] }
  return Buffer.from(
    writeRequest('traces', { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] }),
  )
}
