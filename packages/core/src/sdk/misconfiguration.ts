import { diag } from '@opentelemetry/api'
import { registeredAPI } from './global-api.ts'

const reported = new Set<string>()

/** Reports once a mistake in the set-up for which spans go nowhere: through `diag`, and on the console where `diag` has no logger. */
export function warnMisconfiguration(words: string, error?: unknown): void {
  if (reported.has(words)) return
  reported.add(words)
  const cause = error === undefined ? [] : [error]
  if (registeredAPI().diag) diag.error(`spanlit: ${words}`, ...cause)
  // oxlint-disable-next-line no-console -- else nobody would ever know.
  else console.warn(`spanlit: ${words}`, ...cause)
}
