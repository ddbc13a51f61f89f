import { createContextKey, type Attributes, type Context } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { runningAgent } from './agents-sdk.ts'

/** Attributes that GenAI spans take over from what surrounds them: the conversation, the user, the agent. */
const KEY = createContextKey('spanlit.inherited')

interface Inherited {
  attributes: Attributes
  /** The run of an agent of `@openai/agents` around which these were set; that of one inside is newer than they are. */
  outerAgent: object | undefined
}

function read(context: Context): Inherited | undefined {
  return context.getValue(KEY) as Inherited | undefined
}

/** The attributes for a GenAI span in `context`, which is the active one. */
export function inheritedAttributes(context: Context): Attributes | undefined {
  const inherited = read(context)
  const agent = runningAgent()
  return agent && agent.span !== inherited?.outerAgent
    ? { ...withoutAgent(inherited?.attributes), [names.ATTR_GEN_AI_AGENT_NAME]: agent.name }
    : inherited?.attributes
}

/** The same for a span that is itself an agent's: it takes the conversation and the user over, not the agent that calls it. */
export function inheritedByAgent(context: Context): Attributes {
  return withoutAgent(read(context)?.attributes)
}

/** `user.id`, which every span inside `withUser` carries. */
export function inheritedUser(context: Context): Attributes | undefined {
  const id = read(context)?.attributes[names.ATTR_USER_ID]
  return id === undefined ? undefined : { [names.ATTR_USER_ID]: id }
}

/** `from` is what stays of the attributes that are inherited already; all by default. */
export function withInherited(
  context: Context,
  attributes: Attributes,
  from: Attributes | undefined = read(context)?.attributes,
): Context {
  // What is set now is newer than the agent that runs now; a conversation or a user says nothing of agents.
  const isAgent = names.ATTR_GEN_AI_AGENT_NAME in attributes
  const outerAgent = isAgent ? runningAgent()?.span : read(context)?.outerAgent
  return context.setValue(KEY, { attributes: { ...from, ...attributes }, outerAgent } satisfies Inherited)
}

function withoutAgent(attributes: Attributes = {}): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('gen_ai.agent.')))
}
