import type { MagicString } from 'magic-string'
import { find, findLast, nextToken } from './gaps.ts'
import type { Names } from './names.ts'
import {
  isForAwait,
  isForOf,
  isFunction,
  isSuspension,
  walk,
  type BlockNode,
  type ForOfNode,
  type FunctionNode,
  type Node,
  type Visitor,
} from './syntax-tree.ts'

type CatchNode = Node & { param: Node | null; body: BlockNode }

/**
 * Writes the calls of the helpers into a module. Nothing is taken away, and no line is added.
 *
 * Where several insertions meet, what opens (`open`) stands before the text that begins there, in the order of the walk, and what closes
 * (`close`) behind the text that ends there.
 */
export class Rewriting implements Visitor {
  readonly #code: string
  readonly #text: MagicString
  readonly #names: Names
  readonly #followed: ReadonlySet<FunctionNode>
  /** Loops whose label stands before them: what is around the loop is around the label. */
  readonly #labelled = new Set<Node>()
  /** Statements such as `const { a } = await import('b')`, and what they await: bundlers know by their look what of `b` is not needed. */
  readonly #imports = new Set<Node>()

  constructor(code: string, text: MagicString, names: Names, followed: ReadonlySet<FunctionNode>) {
    this.#code = code
    this.#text = text
    this.#names = names
    this.#followed = followed
  }

  enter(node: Node, within: FunctionNode | undefined): void {
    if (node.type === 'BlockStatement') this.#markImports(node as BlockNode)
    if (isFunction(node) && this.#followed.has(node)) this.#enterFunction(node)
    if (!within || !this.#followed.has(within)) return
    const { resume, suspend, frame } = this.#names
    switch (node.type) {
      case 'VariableDeclaration':
        if (this.#imports.has(node)) this.#open(node.start, `${suspend}(${frame});`)
        break
      case 'AwaitExpression':
        if (this.#imports.has(node)) break
        this.#open(node.start, `${resume}(${frame},`)
        this.#open(node.start + 'await'.length, ` ${suspend}(${frame},`)
        break
      case 'YieldExpression':
        this.#open(node.start, `${resume}(${frame},`)
        this.#enterYield(node as Node & { delegate: boolean; argument: Node | null })
        break
      case 'ReturnStatement':
        if (awaitsItsValue(node, within)) this.#open(node.start + 'return'.length, ` ${suspend}(${frame},(`)
        break
      case 'CatchClause':
        this.#enterCatch(node as CatchNode)
        break
      case 'TryStatement': {
        const { finalizer } = node as Node & { finalizer: BlockNode | null }
        if (finalizer) this.#open(finalizer.start + 1, this.#resumed)
        break
      }
      case 'LabeledStatement':
        this.#enterLabel(node as Node & { body: Node })
        break
      case 'ForOfStatement':
        if (isForAwait(node)) this.#enterForAwait(node)
        else if (mayBeClosedSuspended(node, within)) this.#open((node as ForOfNode).body.start, '{try{')
    }
  }

  #markImports(block: BlockNode): void {
    for (const statement of block.body) {
      const awaited = importAwaitedBy(statement)
      if (awaited) this.#imports.add(statement).add(awaited)
    }
  }

  leave(node: Node, within: FunctionNode | undefined): void {
    if (within && this.#followed.has(within)) this.#leaveSuspension(node, within)
    if (isFunction(node) && this.#followed.has(node)) this.#leaveFunction(node)
  }

  #leaveSuspension(node: Node, within: FunctionNode): void {
    switch (node.type) {
      case 'VariableDeclaration':
        if (this.#imports.has(node)) this.#close(node.end, `;${this.#resumed}`)
        break
      case 'AwaitExpression':
        if (!this.#imports.has(node)) this.#close(node.end, '))')
        break
      case 'YieldExpression': {
        const { argument } = node as Node & { argument: Node | null }
        this.#close(node.end, argument ? '))' : ` ${this.#names.suspend}(${this.#names.frame}))`)
        break
      }
      case 'ReturnStatement':
        if (awaitsItsValue(node, within)) this.#close(node.end - (this.#code[node.end - 1] === ';' ? 1 : 0), '))')
        break
      case 'CatchClause':
        if (takesApart((node as CatchNode).param)) this.#close(node.end, '}')
        break
      case 'LabeledStatement':
      case 'ForOfStatement':
        if (mayBeClosedSuspended(node, within)) {
          this.#close(node.end, `}finally{${this.#resumed}}}`)
        } else if (isForAwait(node)) {
          this.#close(findLast(this.#code, ')', node.right.end, node.body.start), ')')
          this.#close(node.body.end, '}')
        }
        if (loopOf(node) && !this.#labelled.has(node)) this.#close(node.end, `}finally{${this.#resumed}}`)
    }
  }

  #enterFunction(fn: FunctionNode): void {
    const { enter, frame } = this.#names
    const head = `const ${frame}=${enter}();try{`
    if (fn.body.type !== 'BlockStatement') {
      const parameters = fn.params.at(-1)?.end ?? fn.start + 'async'.length
      this.#open(find(this.#code, '=>', parameters) + '=>'.length, `{${head}return(`)
      return
    }
    const directive = fn.body.body.findLast((statement) => 'directive' in statement && statement.directive != null)
    // A directive may end without a semicolon.
    if (directive) this.#open(directive.end, `;${head}`)
    else this.#open(fn.body.start + 1, head)
  }

  #leaveFunction(fn: FunctionNode): void {
    const { leave, frame } = this.#names
    const tail = `}finally{${leave}(${frame})}`
    if (fn.body.type === 'BlockStatement') this.#close(fn.body.end - 1, tail)
    else this.#close(fn.end, `)${tail}}`)
  }

  #enterYield({ start, delegate, argument }: Node & { delegate: boolean; argument: Node | null }): void {
    const { iterate, suspend, frame } = this.#names
    const end = start + 'yield'.length
    if (delegate) this.#open(find(this.#code, '*', end) + 1, `${iterate}(${frame},`)
    else if (argument) this.#open(end, ` ${suspend}(${frame},`)
  }

  #enterCatch({ param, body }: CatchNode): void {
    // What the block declares is not to be seen from the pattern.
    if (takesApart(param)) {
      this.#bindInside(param.start, param.end, this.#names.item, body.start, [`{${this.#resumed}let `, ''])
    } else this.#open(body.start + 1, this.#resumed)
  }

  #enterLabel(node: Node & { body: Node }): void {
    const loop = loopOf(node)
    if (!loop) return
    if (!this.#labelled.has(node)) this.#open(node.start, 'try{')
    this.#labelled.add(node.body)
  }

  #enterForAwait(loop: ForOfNode): void {
    const { iterate, frame } = this.#names
    const code = this.#code
    if (!this.#labelled.has(loop)) this.#open(loop.start, 'try{')
    const awaitAt = nextToken(code, loop.start + 'for'.length)
    const head = find(code, '(', awaitAt + 'await'.length) + 1
    const of = find(code, 'of', loop.left.end)
    this.#open(of + 'of'.length, ` ${iterate}(${frame},`)
    const { body } = loop
    const start = `{${this.#resumed}`
    if (bindsOneName(loop.left)) {
      this.#open(body.start, start)
      return
    }
    const isDeclared = loop.left.type === 'VariableDeclaration'
    this.#bindInside(head, of, `const ${this.#names.item}`, body.start, isDeclared ? [start, ''] : [`${start}(`, ')'])
  }

  /**
   * What binds a value (a pattern, or the target of an assignment) may run code, so it is moved from the head, which comes too early, into
   * the block: `for await (const {a = f()} of b) c` becomes `for await (const $item of b) {resumed; const {a = f()} =$item; c}`.
   */
  #bindInside(start: number, end: number, item: string, to: number, [before, after]: [string, string]): void {
    this.#text.appendLeft(start, `${item} `)
    this.#text.appendLeft(to, before)
    this.#text.move(start, end, to)
    this.#open(to, `=${this.#names.item}${after};`)
  }

  get #resumed(): string {
    return `${this.#names.resumed}(${this.#names.frame});`
  }

  #open(position: number, text: string): void {
    this.#text.appendRight(position, text)
  }

  #close(position: number, text: string): void {
    this.#text.appendLeft(position, text)
  }
}

/** The `await import(…)` of a statement that does nothing but give it names; a pattern with defaults may run code before the function is resumed. */
function importAwaitedBy(statement: Node): Node | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined
  const { declarations } = statement as Node & { declarations: { id: Node; init: Node | null }[] }
  const [only, ...others] = declarations
  if (!only?.init || others.length > 0 || only.init.type !== 'AwaitExpression') return undefined
  const { argument } = only.init as Node & { argument: Node }
  return argument.type === 'ImportExpression' && !hasDefaults(only.id) ? only.init : undefined
}

function hasDefaults(pattern: Node): boolean {
  let found = false
  walk(pattern, { enter: ({ type }) => (found ||= type === 'AssignmentPattern') })
  return found
}

function awaitsItsValue(node: Node, within: FunctionNode): boolean {
  return within.generator && (node as Node & { argument: Node | null }).argument != null
}

function takesApart(pattern: Node | null): pattern is Node {
  return pattern !== null && pattern.type !== 'Identifier'
}

/**
 * Whether a loop over what is synchronous may end while the function is suspended, as by a rejection in it. Then its iterator is closed,
 * which is to happen in the function's context.
 */
function mayBeClosedSuspended(node: Node, within: FunctionNode): boolean {
  if (!isForOf(node) || node.await) return false
  let isSuspended = false
  const look: Visitor = {
    enter(inner, innerWithin) {
      if (innerWithin === within && isSuspension(inner, within)) isSuspended = true
    },
  }
  walk(node.body, look, within)
  return isSuspended
}

/** The `for await` that `node` is or labels. */
function loopOf(node: Node): ForOfNode | undefined {
  if (node.type === 'LabeledStatement') return loopOf((node as Node & { body: Node }).body)
  return isForAwait(node) ? node : undefined
}

function bindsOneName(left: ForOfNode['left']): boolean {
  return (left.declarations?.[0]?.id ?? left).type === 'Identifier'
}
