import type { Operation } from '../operation.ts'
import { chat } from './chat.ts'
import { embeddings } from './embeddings.ts'
import { responses } from './responses.ts'

/** The table of operations: a further one is a file and a line here. */
export const operations: readonly Operation[] = [chat, responses, embeddings]
