import { check, type InstrumentOptions } from '../openai/client-state.ts'
import { isSocket } from '../openai/is-socket.ts'
import { addTarget, removeTarget } from '../openai/targets.ts'
import { traceSocket } from './socket.ts'

/**
 * Traces the sessions on a socket of the `openai` package, or on every socket that a class of them makes from now on.
 *
 * The socket stays the same object and behaves as before. Instrumenting twice is harmless. Sessions over WebRTC are not traced.
 *
 * @param target a socket (`OpenAIRealtimeWebSocket`, `OpenAIRealtimeWS`, `OpenAIRealtimeTranslationWS`, `ResponsesWS`, `LiveWS`) or its class
 * @returns `target`
 * @throws TypeError where `target` is neither
 */
export function instrumentRealtime<T extends object>(target: T, options?: InstrumentOptions): T {
  if (target === null || (typeof target !== 'object' && typeof target !== 'function') || !isSocket(target)) {
    throw new TypeError(
      `instrumentRealtime takes a socket of the openai package (new OpenAIRealtimeWS(…)) or its class (OpenAIRealtimeWS); it was given ${described(target)}. For clients there is instrumentOpenAI.`,
    )
  }
  if (options) check(options)
  const root = typeof target === 'function' ? (target as { prototype: object }).prototype : target
  const { steps, isNew } = addTarget(target, root, options)
  if (isNew) traceSocket(target, steps)
  return target
}

/** Takes the instrumentation off a socket or a class of sockets; a session that is under way ends its span. */
export function uninstrumentRealtime(target: object): void {
  removeTarget(target)
}

function described(target: unknown): string {
  if (typeof target === 'function') return `the function ${target.name || '(anonymous)'}`
  return target !== null && typeof target === 'object' ? 'an object without on, off and a socket' : String(target)
}
