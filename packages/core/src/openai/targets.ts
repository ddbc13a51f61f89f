import { ownOptions, setOptions, type InstrumentOptions } from './client-state.ts'

/** What undoes a part of an instrumentation. The list itself stands for the instrumentation, as the owner of what it wraps. */
export type Steps = (() => unknown)[]

/** What to undo for each target. */
const undo = new WeakMap<object, Steps>()
/** The options given last, by the list that takes them off. */
const latest = new WeakMap<Steps, InstrumentOptions>()

/** Whether `target` is instrumented. */
export function isTarget(target: object): boolean {
  return undo.has(target)
}

/** Takes note of `target` and its options, which count for what has `root` among its prototypes. */
export function addTarget(
  target: object,
  root: object,
  options: InstrumentOptions | undefined,
): { steps: Steps; isNew: boolean } {
  const known = undo.get(target)
  const steps = known ?? []
  undo.set(target, steps)
  if (options) {
    setOptions(root, options)
    // Others may have given theirs since.
    if (!latest.has(steps)) steps.push(() => ownOptions(root) === latest.get(steps) && setOptions(root, undefined))
    latest.set(steps, options)
  }
  return { steps, isNew: !known }
}

/** Undoes all that was done for `target`. */
export function removeTarget(target: object): void {
  const steps = undo.get(target)
  if (!steps) return
  undo.delete(target)
  for (const step of steps.toReversed()) step()
}
