/** A name may be a value and have names below it at once: Sentry writes `input_tokens` and `input_tokens.cached`. */
export interface FlatNode {
  value: unknown
  readonly children: Map<string, FlatNode>
}

const MAX_SEGMENTS = 16
const MAX_INDEX = 10_000

/** Makes a tree of flattened names. Returns `undefined` where there is none below the prefix. */
export function unflatten(
  names: readonly string[],
  prefix: string,
  valueOf: (name: string) => unknown,
): FlatNode | undefined {
  const root: FlatNode = { value: undefined, children: new Map() }
  for (const name of names) {
    if (name.length <= prefix.length || name.charCodeAt(prefix.length) !== 46 || !name.startsWith(prefix)) continue
    // The last segment keeps its dots beyond the limit: nothing is lost, and no name makes a deep tree.
    const segments = name.slice(prefix.length + 1, prefix.length + 2000).split('.', MAX_SEGMENTS)
    let node = root
    for (const segment of segments) {
      let child = node.children.get(segment)
      if (!child) {
        child = { value: undefined, children: new Map() }
        node.children.set(segment, child)
      }
      node = child
    }
    node.value = valueOf(name)
  }
  return root.children.size > 0 ? root : undefined
}

/** The children that are numbered, in the order of their numbers; gaps do not matter. */
export function numbered(node: FlatNode | undefined): readonly FlatNode[] {
  if (!node) return []
  return [...node.children]
    .filter(([name]) => /^\d{1,5}$/.test(name) && Number(name) < MAX_INDEX)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)
}

/** The node at a path of names. */
export function at(node: FlatNode | undefined, ...path: readonly string[]): FlatNode | undefined {
  let found = node
  for (const segment of path) found = found?.children.get(segment)
  return found
}

/** The text at a path; numbers and booleans as text. */
export function textAt(node: FlatNode | undefined, ...path: readonly string[]): string | undefined {
  const value = at(node, ...path)?.value
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
