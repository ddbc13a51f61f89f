import type { Answer, Received, SessionStep } from './answer.ts'

/** What one test has asked the API to do, and what the API received from it. */
export interface Script {
  /** Answers to requests, in turn. The last answer is repeated. */
  answers: Answer[]
  /** Steps of a session over WebSockets. A second connection continues where the first one stopped. */
  session: SessionStep[]
  received: Received[]
  /** Events that came over WebSockets. */
  events: unknown[]
}

/** Reads what `PUT /script/<id>` was sent. */
export function scriptOf(body: unknown): Script {
  return { answers: [], session: [], ...(body as Partial<Script>), received: [], events: [] }
}
