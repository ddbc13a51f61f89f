export type { Answer, Received, SessionStep } from './answer.ts'
export type { Prompt, Reply } from './prompt.ts'
export { rateLimited } from './refusal.ts'
export { startStandIn, type StandIn } from './server.ts'
