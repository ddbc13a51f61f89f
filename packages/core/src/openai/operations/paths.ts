import { escaped } from '../../url-pattern.ts'
import type { Operation } from '../operation.ts'

const patterns = new WeakMap<Operation, RegExp>()

/** Whether the client's request to `path` is what the operation sends. */
export function isRequestOf(operation: Operation, path: string): boolean {
  let pattern = patterns.get(operation)
  if (!pattern) {
    const steps = operation.url.split('/').map((step) => (step === '*' ? '[^/?]+' : escaped(step)))
    pattern = new RegExp(`(?:^|/)${steps.join('/')}/?(?:[?#]|$)`)
    patterns.set(operation, pattern)
  }
  return pattern.test(path)
}

/** The first steps of the paths that the operations send to, as an expression. */
export function firstSteps(operations: readonly Operation[]): string {
  return [...new Set(operations.map(({ url }) => url.split('/', 1)[0]))].join('|')
}
