import { isGenAi, roleOf } from './model/role.ts'
import type { Span } from './model/span.ts'

const HUES = 5
const hues = new Map<string, number>()

/** The colour of a span: the model's own for its calls, else its service's. Services get hues in the order they are seen. */
export function colourOf(span: Span): string {
  const role = roleOf(span)
  return isGenAi(role) && role !== 'agent' ? 'var(--model)' : serviceColour(span.service)
}

function serviceColour(service: string): string {
  let hue = hues.get(service)
  if (hue === undefined) {
    hue = hues.size % HUES
    hues.set(service, hue)
  }
  return `var(--hue-${hue})`
}
