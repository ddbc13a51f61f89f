/** What of ESTree the transform reads. Rollup (Vite 7) and Rolldown (Vite 8) both give it, with offsets in UTF-16. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

export interface FunctionNode extends Node {
  readonly async: boolean
  readonly generator: boolean
  readonly params: readonly Node[]
  readonly body: BlockNode
}

export interface BlockNode extends Node {
  readonly body: readonly Node[]
}

export interface ForOfNode extends Node {
  readonly await: boolean
  readonly left: Node & { readonly kind?: string; readonly declarations?: readonly { readonly id: Node }[] }
  readonly right: Node
  readonly body: Node
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

export function isFunction(node: Node): node is FunctionNode {
  return FUNCTIONS.has(node.type)
}

export function isForOf(node: Node): node is ForOfNode {
  return node.type === 'ForOfStatement'
}

export function isForAwait(node: Node): node is ForOfNode {
  return isForOf(node) && node.await
}

/** Whether a function is suspended at `node`. */
export function isSuspension(node: Node, within: FunctionNode): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression' || isForAwait(node)) return true
  // An async generator awaits what it returns.
  return node.type === 'ReturnStatement' && within.generator && (node as { argument?: unknown }).argument != null
}

export interface Visitor {
  /** `within` is the function that is suspended when `node` awaits; undefined at the top level of the module. */
  enter(node: Node, within: FunctionNode | undefined): void
  leave?(node: Node, within: FunctionNode | undefined): void
}

/** Calls the visitor for each node, before and after those inside it. */
export function walk(node: Node, visitor: Visitor, within?: FunctionNode): void {
  visitor.enter(node, within)
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value as unknown])
      if (isNode(child)) walk(child, visitor, functionOf(node, key, within))
  }
  visitor.leave?.(node, within)
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string' && typeof (value as Node).start === 'number'
}

/** Parameters cannot await. Of the parts of a class only those can that belong to the function around: what it extends, and computed keys. */
function functionOf(parent: Node, key: string, within: FunctionNode | undefined): FunctionNode | undefined {
  if (!isFunction(parent)) return within
  return key === 'body' ? parent : undefined
}
