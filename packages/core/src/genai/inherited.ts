import { createContextKey, type Attributes, type Context } from '@opentelemetry/api'

/** Attributes that GenAI spans take over from what surrounds them: the conversation, the agent. */
const KEY = createContextKey('spanlit.inherited')
const NONE: Attributes = {}

export function inheritedAttributes(context: Context): Attributes {
  return (context.getValue(KEY) as Attributes | undefined) ?? NONE
}

export function withInherited(context: Context, attributes: Attributes): Context {
  return context.setValue(KEY, { ...inheritedAttributes(context), ...attributes })
}
