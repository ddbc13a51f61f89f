import type { Attributes, Context } from '@opentelemetry/api'
import { Call } from '../genai/call.ts'
import { inheritedAttributes, inheritedByAgent } from '../genai/inherited.ts'
import type { ClientState } from './client-state.ts'
import type { ModelCall } from './operation.ts'
import { object, text } from './wire/read.ts'

/** Starts the span of a call. It reads only the model from the caller's body. The rest is read as it is sent. */
export function startCall(operation: ModelCall, client: ClientState, args: readonly unknown[], parent: Context): Call {
  const asked = text(object(args[operation.bodyIndex ?? 0]).model)
  const model = client.modelFor(operation, asked)
  const identity: Attributes = client.identity(operation.name, model)
  const inherited = operation.name === 'invoke_agent' ? inheritedByAgent(parent) : inheritedAttributes(parent)
  const subject = operation.plainName ? undefined : (operation.subject?.(args) ?? model)
  return new Call({
    kind: operation,
    operation: operation.name,
    name: subject ? `${operation.name} ${subject}` : operation.name,
    model,
    attributes: inherited ? { ...identity, ...inherited } : identity,
    policy: client.policy,
    args,
    parent,
  })
}
