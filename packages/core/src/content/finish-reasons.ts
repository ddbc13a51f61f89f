import type { Message } from '../messages.ts'

/** The API's words for an answer that calls a tool. */
const TOOL_CALL = /^(?:tool_calls|function_call)$/

/**
 * Gives each message of an answer its `finish_reason`. The conventions required it until the summer of 2026, and readers such as Phoenix
 * drop the whole list where a message has none.
 *
 * @param reasons those of the answer, one for each choice; missing where the API gives none
 */
export function withFinishReasons(
  messages: readonly Message[],
  reasons: readonly string[] | undefined,
  isComplete: boolean,
): Message[] {
  const otherwise = reasons?.at(-1) ?? (isComplete ? 'stop' : 'error')
  return messages.map((message, index) => {
    const reason = reasons?.[index] ?? otherwise
    return { ...message, finish_reason: TOOL_CALL.test(reason) ? 'tool_call' : reason }
  })
}
