import type { LeftOut } from '@spanlit/dialects'
import { formatBytes, plural } from '../format.ts'

/** E.g. `40 messages left out (12.3 KB)`. */
export function leftOutWords({ of, items, bytes }: LeftOut): string {
  return `${plural(items, of)} left out (${formatBytes(bytes)})`
}
