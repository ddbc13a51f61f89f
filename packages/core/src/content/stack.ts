import type { RecordedStack } from '../recorder.ts'
import { cutText } from './limit.ts'
import { withoutSecrets } from './secrets.ts'

/** Bytes of UTF-8 that a stack may have. */
const MAX_STACK_BYTES = 8192

/** A frame as Firefox and WebKit write it: `function@url:line:column`, or native code. */
const FRAME =
  /^(?:(?:global|module|eval) code|(?:async\*|async |get |set |static )*[\w$.<>/*[\]]*)(?:@\S*\/\S*:\d+:\d+|@?\[native code\]|@)$/

/**
 * The stack, with the message that may be recorded in its first line. V8 begins a stack with the message that the error had when it was
 * made; other engines have frames alone. Undefined where the frames cannot be told from the message.
 */
export function recordableStack(
  { stack = '', message, exceptionType }: RecordedStack,
  text: string,
): string | undefined {
  // A message may look like a stack itself.
  const at = stack.indexOf(message)
  const rest = at < 0 ? stack : stack.slice(at + message.length)
  const first = rest.search(/\n\s+at /)
  const frames = first >= 0 ? rest.slice(first) : isFramesAlone(stack) ? `\n${stack.trimEnd()}` : undefined
  return frames && cutText(withoutSecrets(`${exceptionType}: ${text}${frames}`), MAX_STACK_BYTES)
}

function isFramesAlone(stack: string): boolean {
  const lines = stack.trimEnd().split('\n')
  return /:\d+:\d+$/m.test(stack) && lines.every((line) => FRAME.test(line))
}
