import type { LeftOut } from '../model/message.ts'
import { isRecord } from '../value.ts'

/** Reads the mark that stands where Spanlit left out items of a list; it has the shape of the items around it. */
export function readLeftOut(item: unknown, of: LeftOut['of']): LeftOut | undefined {
  if (!isRecord(item) || (item['type'] !== 'spanlit.cut' && item['name'] !== 'spanlit.cut')) return undefined
  return { of, items: countOf(item['omitted_items']), bytes: countOf(item['bytes']) }
}

export function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0
}
