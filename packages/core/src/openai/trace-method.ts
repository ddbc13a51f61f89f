import { context } from '@opentelemetry/api'
import { guarded, reportFault } from '../faults.ts'
import type { Call } from '../genai/call.ts'
import { isMock, wrappingOf, type Method, type Wrapping } from '../patch/method-wrap.ts'
import { settings } from '../settings.ts'
import { clientOf, stateOf, type ClientState } from './client-state.ts'
import { isReplacedByProject } from './foundry.ts'
import type { Operation } from './operation.ts'
import { isInsideOthersSpan, isTracedByOther, withoutOthersSpans } from './other-tracers.ts'
import {
  CALL,
  CallReference,
  PARENT,
  pendingCall,
  runPending,
  takesOption,
  withOption,
  type TracedOptions,
} from './pending-call.ts'
import { observeResult } from './promise.ts'
import { mayPropagate, traceparent } from './server.ts'
import { startCall } from './start-call.ts'

/** What stands in the place of a method of the client that makes a span. */
export function traceMethod(wrapping: Wrapping, operation: Operation, root: object): Method {
  const { owners } = wrapping
  const { optionsIndex = 1 } = operation
  // An instrumented method of Foundry's stays what it is; its source is read once.
  const project = isReplacedByProject(wrapping.original())
  return function (this: object, ...args: unknown[]) {
    const original = wrapping.original()
    const options = args[optionsIndex] as TracedOptions | undefined
    // With a call among the options: a part of a helper that is traced as one call.
    if (owners.size === 0 || options?.[CALL] || pendingCall()?.includes(operation)) return original.apply(this, args)
    const parent = options?.[PARENT] ?? context.active()
    if (isInsideOthersSpan(parent)) return original.apply(this, args)
    settings.firstCall = 'seen'
    let call: Call
    let client: object
    let reference: CallReference
    try {
      client = clientOf(this, root)
      const state = stateOf(client)
      call = startCall(operation, state, args, parent)
      reference = new CallReference(call, operation, state)
      if (operation.composite && takesOption(original, options, optionsIndex)) {
        // A copy: the call reads its own arguments later.
        args = [...args]
        while (args.length < optionsIndex) args.push(undefined)
        args[optionsIndex] = withOption(options, CALL, reference)
      }
    } catch (error) {
      reportFault(operation.path, error)
      return original.apply(this, args)
    }
    let result: unknown
    try {
      const within = project || isTracedByOther(original) ? withoutOthersSpans(call.context) : call.context
      result = runPending(reference, within, () => original.apply(this, args))
    } catch (error) {
      call.fail(error)
      throw error
    }
    try {
      const observed = observeResult(result, call, { mock: isMock(original), project })
      const hooksInstalled = reference.hasRequest && isHooked(client)
      if (hooksInstalled) call.expectRequest()
      // Where no attempt will be heard of, what is to happen with the first happens now.
      if (!hooksInstalled) call.sending()
      // The instrumentation may be removed before the first attempt. `queueMicrotask` costs Node ten times as much as a promise.
      else void Promise.resolve().then(() => owners.size === 0 && call.sending())
      return observed
    } catch (error) {
      reportFault(operation.path, error)
      call.end()
      return result
    }
  }
}

/** Whether the client tells of each attempt. */
function isHooked(client: object): boolean {
  const { prepareOptions, prepareRequest } = client as { prepareOptions?: unknown; prepareRequest?: unknown }
  return typeof prepareRequest === 'function' && wrappingOf(prepareOptions) !== undefined
}

/** The client runs this before all else of an attempt, some of which may fail. */
export function onPrepareOptions(wrapping: Wrapping): Method {
  return function (this: object, ...args: unknown[]) {
    const call = (args[0] as TracedOptions | undefined)?.[CALL]?.call
    if (call) guarded('attempt', () => call.sending())
    return wrapping.original().apply(this, args)
  }
}

/** And this when the request is ready to be sent. */
export function onPrepareRequest(wrapping: Wrapping): Method {
  return function (this: object, ...args: unknown[]) {
    const about = args[1] as { url?: string; options?: TracedOptions } | undefined
    const reference = about?.options?.[CALL]
    const call = reference?.call
    if (call) {
      guarded('attempt', () => {
        const request = args[0] as { headers?: unknown; body?: unknown }
        const { composite } = reference.operation
        // The requests of a helper that polls are not the call's own.
        call.requested(composite ? undefined : request.body)
        if (!composite) call.attempt()
        propagate(call, reference.client, request, about?.url ?? '')
      })
    }
    return wrapping.original().apply(this, args)
  }
}

function propagate(call: Call, client: ClientState, request: { headers?: unknown }, url: string): void {
  if (!mayPropagate(url, client.options?.propagateTo ?? settings.propagateTo)) return
  const value = traceparent(call.span)
  const { headers } = request
  if (value && headers instanceof Headers && !headers.has('traceparent')) headers.set('traceparent', value)
}
