import { MagicString, type SourceMap } from 'magic-string'
import { followedFunctions } from './followed-functions.ts'
import { importStatement, namesFor } from './names.ts'
import { Rewriting } from './rewrite.ts'
import { walk, type BlockNode, type Node } from './syntax-tree.ts'

/** Whether a module is worth parsing. */
export const mayBeAsync: RegExp = /\b(?:await|yield|async)\b/

export interface TransformOptions {
  /** From where transformed code imports the functions of `@spanlit/core/async-context`. */
  runtime: string
  /** Parses a module to ESTree; throws where the syntax is wrong. */
  parse: (code: string) => object
}

/**
 * Rewrites the async functions of a module so that the active context follows `await`; undefined where there is nothing to do.
 *
 * @throws where the result would not be a module any more, which is a fault of this function.
 */
export function transform(code: string, options: TransformOptions): { code: string; map: SourceMap } | undefined {
  if (!mayBeAsync.test(code)) return undefined
  const program = parsed(code, options.parse)
  if (!program || !isModule(code, program) || hoisted.test(code)) return undefined
  if (program.body.some((node) => imports(node, options.runtime))) return undefined
  const followed = followedFunctions(program)
  if (followed.size === 0) return undefined

  const text = new MagicString(code)
  const names = namesFor(code)
  walk(program, new Rewriting(code, text, names, followed))
  // First of all imports, because in a cycle of imports a function may be called before its own module runs.
  const first = program.body.find((node) => !('directive' in node && node.directive != null))
  text.prependLeft(first?.start ?? 0, importStatement(names, options.runtime))

  const result = text.toString()
  options.parse(result)
  return { code: result, map: text.generateMap({ hires: 'boundary' }) }
}

/** Undefined for what is no JavaScript: that is for others to say. */
function parsed(code: string, parse: TransformOptions['parse']): BlockNode | undefined {
  try {
    // With an export it is a module to every parser; one that only awaits may be taken for a script.
    return parse(`${code}\nexport{}`) as BlockNode
  } catch {
    return undefined
  }
}

/** An import would make a module of what may be a script: a worker without a type, a page's classic script, CommonJS. */
function isModule(code: string, program: BlockNode): boolean {
  // The last statement is the one that was added.
  return (
    program.body.slice(0, -1).some(({ type }) => /^(?:Import|Export)/.test(type)) || /\bimport\s*\.\s*meta\b/.test(code)
  )
}

/** Vitest runs what is hoisted before all imports. */
const hoisted = /\bvi\s*\.\s*hoisted\b/

function imports(node: Node, runtime: string): boolean {
  return node.type === 'ImportDeclaration' && (node as Node & { source: { value: unknown } }).source.value === runtime
}
