import { startStandIn, type StandIn } from 'stand-in'

export const ANSWER = 'The sky is blue.'

/** The OpenAI API as the fresh apps use it: one answer to every chat, streamed or whole, at once. */
export function startOpenAI(): Promise<StandIn> {
  return startStandIn({ answer: () => ({ text: ANSWER }), speed: 1000 })
}
