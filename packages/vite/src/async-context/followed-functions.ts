import { isSuspension, walk, type FunctionNode, type Node } from './syntax-tree.ts'

/** The functions of a module that are transformed: async ones that can be suspended, except those that would not be the same afterwards. */
export function followedFunctions(program: Node): Set<FunctionNode> {
  const suspended = new Set<FunctionNode>()
  const disposing = new Set<FunctionNode>()
  walk(program, {
    enter(node, within) {
      if (!within?.async) return
      if (isSuspension(node, within)) suspended.add(within)
      // It awaits where its block ends, and there is no place for code after that.
      if (node.type === 'VariableDeclaration' && (node as { kind?: string }).kind === 'await using')
        disposing.add(within)
    },
  })
  return new Set([...suspended].filter((fn) => !disposing.has(fn) && !declaresTwice(fn)))
}

/** What a function may do, and the block that its body becomes may not: declare a function twice, or a variable of its name. */
function declaresTwice(fn: FunctionNode): boolean {
  if (fn.body.type !== 'BlockStatement') return false
  const functions = fn.body.body
    .filter((statement) => statement.type === 'FunctionDeclaration')
    .map((statement) => (statement as Node & { id: { name: string } }).id.name)
  if (functions.length === 0) return false
  const names = new Set(functions)
  let twice = names.size < functions.length
  walk(
    fn.body,
    {
      enter(node, within) {
        if (within !== fn || node.type !== 'VariableDeclaration' || (node as { kind?: string }).kind !== 'var') return
        for (const { id } of (node as Node & { declarations: { id: Node }[] }).declarations)
          twice ||= boundNames(id).some((name) => names.has(name))
      },
    },
    fn,
  )
  return twice
}

/** The names in a pattern, and perhaps more: its keys and the names in its defaults as well. */
function boundNames(pattern: Node): string[] {
  const names: string[] = []
  walk(pattern, {
    enter(node) {
      if (node.type === 'Identifier') names.push((node as Node & { name: string }).name)
    },
  })
  return names
}
