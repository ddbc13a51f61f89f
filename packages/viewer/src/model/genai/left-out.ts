import { formatBytes, plural } from '../format.ts'
import { isRecord } from '../unknown.ts'

/** What was not recorded because its attribute would have been too large. */
export interface LeftOut {
  readonly of: 'message' | 'part' | 'tool'
  readonly items: number
  readonly bytes: number
}

/** Reads the mark that stands where items of a list were left out; it has the shape of the items around it. */
export function readLeftOut(item: unknown, of: LeftOut['of']): LeftOut | undefined {
  if (!isRecord(item) || (item['type'] !== 'spanlit.cut' && item['name'] !== 'spanlit.cut')) return undefined
  return { of, items: countOf(item['omitted_items']), bytes: countOf(item['bytes']) }
}

/** E.g. `40 messages left out (12.3 KB)`. */
export function leftOutWords({ of, items, bytes }: LeftOut): string {
  return `${plural(items, of)} left out (${formatBytes(bytes)})`
}

export function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0
}
