import type { Operation } from '../operation.ts'
import { audio } from './audio.ts'
import { chat } from './chat.ts'
import { completions } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { fetchResponse } from './fetch-response.ts'
import { images } from './images.ts'
import { moderations } from './moderations.ts'
import { compact, responses } from './responses.ts'
import { retrieval } from './retrieval.ts'
import { runs } from './runs.ts'

/** The table of operations: a further one is a file and a line here. */
export const operations: readonly Operation[] = [
  chat,
  // The operations under `beta` are the same, in their latest form.
  ...[responses, fetchResponse, compact].flatMap((operation) => [
    operation,
    { ...operation, path: `beta.${operation.path}` },
  ]),
  embeddings,
  completions,
  moderations,
  retrieval,
  ...images,
  ...audio,
  ...runs,
]
