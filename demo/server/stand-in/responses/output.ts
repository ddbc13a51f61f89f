import type { JsonObject } from '../body.ts'
import type { Completion } from '../completion.ts'
import type { SeededRandom } from '../seeded-random.ts'

/** The items of `output`, finished: reasoning first, then the message or the tool calls. */
export function outputItems(random: SeededRandom, completion: Completion, reasons: boolean): JsonObject[] {
  const items: JsonObject[] = []
  if (reasons) items.push({ id: `rs_${random.hex(48)}`, type: 'reasoning', summary: [] })
  if (completion.calls.length === 0 || completion.tokens.length > 0) {
    items.push({
      id: `msg_${random.hex(48)}`,
      type: 'message',
      status: completion.finish === 'length' ? 'incomplete' : 'completed',
      content: [textPart(completion.tokens.join(''))],
      role: 'assistant',
    })
  }
  for (const call of completion.calls) {
    items.push({
      id: `fc_${random.hex(48)}`,
      type: 'function_call',
      status: 'completed',
      arguments: call.arguments,
      call_id: `call_${random.id(24)}`,
      name: call.name,
    })
  }
  return items
}

export function textPart(text: string): JsonObject {
  return { type: 'output_text', annotations: [], logprobs: [], text }
}
