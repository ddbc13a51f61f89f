import { type Messages, NO_MESSAGES } from './model/message.ts'

/** Instructions that the messages begin with as well are shown once, as the message. */
export function withoutRepeatedInstructions(instructions: Messages, input: Messages): Messages {
  if (instructions.messages.length === 0) return instructions
  const systems = new Set(
    input.messages
      .filter(({ role }) => role === 'system' || role === 'developer')
      .map((message) => textIn(message.parts)),
  )
  const texts = instructions.messages.map((message) => textIn(message.parts))
  return texts.every((text) => text !== '' && systems.has(text))
    ? { ...NO_MESSAGES, truncated: instructions.truncated }
    : instructions
}

function textIn(parts: Messages['messages'][number]['parts']): string {
  return parts
    .map((part) => ('text' in part ? part.text : ''))
    .join('\n')
    .trim()
}
