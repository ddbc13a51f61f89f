import type { Operation } from '../operation.ts'
import { onDemand } from './on-demand.ts'

/**
 * `client.moderations.create`. The conventions have no name for it: it generates nothing, so none of theirs applies, and a name of
 * one's own is what they ask for then.
 */
export const moderations: Operation = {
  path: 'moderations.create',
  name: 'moderation',
  url: 'moderations',
  readers: onDemand(() => import('./readers/moderations.ts').then(({ moderations }) => moderations)),
}
