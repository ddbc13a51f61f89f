export { instrumentOpenAI as instrumentClass } from '../openai/instrument.ts'

/** Whether {@link onClassLoaded} finds anything. */
export const findsClasses = false

/** A page's modules cannot be hooked: the instrumentation is given the classes or clients that it traces. */
export function onClassLoaded(_listener: (loaded: object) => void): () => void {
  return () => {}
}
