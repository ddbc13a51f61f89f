import type { RoleIcon, SpanRole } from '@spanlit/dialects'
import { readerGeneration, spanReader } from './reading.ts'
import type { Span } from './span.ts'

export type { RoleIcon, SpanRole }

const roles = new WeakMap<Span, { readonly revision: number; readonly generation: number; readonly role: SpanRole }>()

/** What a span is to the person who reads the tree. Until the reader is loaded, every span is a function. */
export function roleOf(span: Span): SpanRole {
  const generation = readerGeneration()
  const known = roles.get(span)
  if (known?.revision === span.revision && known.generation === generation) return known.role
  const role = spanReader()?.role(span) ?? 'function'
  roles.set(span, { revision: span.revision, generation, role })
  return role
}

/** E.g. `model call`. */
export function roleWords(role: SpanRole): string {
  return spanReader()?.roleWords(role) ?? role
}

export function roleIcon(role: SpanRole): RoleIcon {
  return spanReader()?.roleIcon(role) ?? 'function'
}

/** A role whose colour is the model's and not its service's. */
export function isGenAi(role: SpanRole): boolean {
  return spanReader()?.isGenAi(role) ?? false
}
