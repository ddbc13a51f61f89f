import { diag } from '@opentelemetry/api'

/** Where all copies of OpenTelemetry's API, whatever their versions, keep what is registered. */
const API: unique symbol = Symbol.for('opentelemetry.js.api.1') as never

interface Registered {
  version?: string
  diag?: unknown
  trace?: unknown
}

export function registeredAPI(): Registered {
  return (globalThis as { [API]?: Registered })[API] ?? {}
}

const said = new Set<string>()

/** Says once a mistake in the set-up for which spans go nowhere: to `diag`, and to the console where nobody listens to that. */
export function sayMistake(words: string, error?: unknown): void {
  if (said.has(words)) return
  said.add(words)
  const cause = error === undefined ? [] : [error]
  if (registeredAPI().diag) diag.error(`spanlit: ${words}`, ...cause)
  // oxlint-disable-next-line no-console -- else nobody would ever know.
  else console.warn(`spanlit: ${words}`, ...cause)
}
