import type OpenAI from 'openai'
import type { ChatClient } from '../openai.ts'
import type { EndedSpans } from '../tracing.ts'

/** A way to trace a client. Each runs in a process of its own, so that no two tracers meet. */
export interface Subject {
  /** As the tables name it. */
  name: string
  /** True where it comes from `bench/peers`. */
  isPeer?: boolean
  /** Sets the tracer up, once in a process. */
  setUp(): Promise<Tracer>
}

export interface Tracer {
  /** Returns a traced client, and leaves every other client of the process bare. */
  trace(client: OpenAI): ChatClient
  spans: EndedSpans
}
