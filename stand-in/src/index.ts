export type { Answer, Received, SessionStep } from './answer.ts'
export { startStandIn, type StandIn } from './server.ts'
