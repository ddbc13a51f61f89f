import type { Operation } from '../operation.ts'
import { onDemand } from './on-demand.ts'

/** `client.completions.create`, the legacy API (conventions: inference span). */
export const completions: Operation = {
  path: 'completions.create',
  name: 'text_completion',
  url: 'completions',
  deployed: true,
  readers: onDemand(() => import('./readers/completions.ts').then(({ completions }) => completions)),
}
