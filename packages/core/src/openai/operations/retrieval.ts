import type { Operation } from '../operation.ts'
import { text } from '../wire/read.ts'
import { onDemand } from './on-demand.ts'

/** `client.vectorStores.search` (conventions: retrieval span); it returns pages, of which the first is the call. */
export const retrieval: Operation = {
  path: 'vectorStores.search',
  name: 'retrieval',
  url: 'vector_stores/*/search',
  optionsIndex: 2,
  bodyIndex: 1,
  subject: ([id]) => text(id),
  readers: onDemand(() => import('./readers/retrieval.ts').then(({ retrieval }) => retrieval)),
}
