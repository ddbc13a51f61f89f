/**
 * Keys for the rows in sight, such that a row that stays keeps its key, and one that comes into sight takes the key of one that
 * left it. A view that is keyed by them reuses elements while scrolling (making them anew costs several times as much), and
 * never gives the element that has the focus to another row.
 *
 * @param known the keys of the rows that were in sight
 * @param ids the rows that now are, in order
 */
export function recycleKeys(known: ReadonlyMap<string, number>, ids: readonly string[]): Map<string, number> {
  const staying = new Set(ids)
  const free: number[] = []
  for (const [id, key] of known) if (!staying.has(id)) free.push(key)
  const keys = new Map<string, number>()
  let unused = 1 + Math.max(-1, ...known.values())
  let taken = 0
  for (const id of ids) keys.set(id, known.get(id) ?? free[taken++] ?? unused++)
  return keys
}
