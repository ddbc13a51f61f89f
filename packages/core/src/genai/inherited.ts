import { createContextKey, type Attributes, type Context } from '@opentelemetry/api'

/** Attributes that GenAI spans take over from what surrounds them: the conversation, the agent. */
const KEY = createContextKey('spanlit.inherited')

export function inheritedAttributes(context: Context): Attributes | undefined {
  return context.getValue(KEY) as Attributes | undefined
}

/** The same for a span that is itself an agent's: it takes the conversation over, not the name of the agent that calls it. */
export function inheritedByAgent(context: Context): Attributes {
  return Object.fromEntries(
    Object.entries(inheritedAttributes(context) ?? {}).filter(([name]) => !name.startsWith('gen_ai.agent.')),
  )
}

/** `from` is what stays of that which is inherited already; all by default. */
export function withInherited(
  context: Context,
  attributes: Attributes,
  from: Attributes | undefined = inheritedAttributes(context),
): Context {
  return context.setValue(KEY, { ...from, ...attributes })
}
