import type { AnsweredFailure, AttributeSink } from '../../genai/call-kind.ts'
import type { CallContent, Message } from '../../messages.ts'
import * as names from '../../semconv.ts'
import { inputMessages, toMessage } from '../content/chat-messages.ts'
import { RunStreamReader } from '../content/run-stream.ts'
import { serverToolParts } from '../content/server-tools.ts'
import { toolDefinitions } from '../content/tools.ts'
import type { Operation } from '../operation.ts'
import { setAnswer, setParameters } from '../wire/parameters.ts'
import { list, object, some, text, type Wire } from '../wire/read.ts'
import { setUsage } from '../wire/usage.ts'

/**
 * `client.beta.threads.runs.*`: an assistant is an agent that runs at the API, and a thread is its conversation (conventions: invoke
 * agent span). The helpers that poll are one call, up to the state in which the run comes to rest.
 */
export const runs: readonly Operation[] = [
  ...runOperations('beta.threads.runs.create', 'beta.threads.runs.createAndPoll', {
    url: 'threads/*/runs',
    optionsIndex: 2,
    bodyIndex: 1,
    thread: ([thread]) => thread,
    messages: (body) => inputMessages(body.additional_messages),
  }),
  ...runOperations('beta.threads.runs.submitToolOutputs', 'beta.threads.runs.submitToolOutputsAndPoll', {
    url: 'threads/*/runs/*/submit_tool_outputs',
    optionsIndex: 2,
    bodyIndex: 1,
    thread: ([, params]) => object(params).thread_id,
    messages: (body) =>
      list(body.tool_outputs).map((item) => toMessage({ role: 'tool', ...object(item), content: object(item).output })),
  }),
  ...runOperations('beta.threads.createAndRun', 'beta.threads.createAndRunPoll', {
    url: 'threads/runs',
    optionsIndex: 1,
    bodyIndex: 0,
    thread: () => undefined,
    messages: (body) => inputMessages(object(body.thread).messages),
  }),
]

/** Where the parts of a request for a run stand. */
interface RunShape {
  url: string
  optionsIndex: number
  bodyIndex: number
  thread(args: readonly unknown[]): unknown
  messages(body: Wire): Message[]
}

/** A method, and the one that polls. */
function runOperations(path: string, polling: string, shape: RunShape): Operation[] {
  const { url, optionsIndex, bodyIndex } = shape
  const operation: Operation = {
    path,
    name: 'invoke_agent',
    url,
    plainName: true,
    optionsIndex,
    bodyIndex,
    readers: {
      request(given, sink, args) {
        const body = object(given)
        setParameters(sink, body)
        sink.set(names.ATTR_GEN_AI_AGENT_ID, text(body.assistant_id))
        sink.set(names.ATTR_GEN_AI_CONVERSATION_ID, text(shape.thread(args)))
      },
      response: describeRun,
      stream: () => new RunStreamReader(),
      content: {
        request: (body) => requestContent(object(body), shape.messages(object(body))),
        response: (result) => ({ ...requestContent(object(result), []), ...output(object(result)) }),
        stream: () => new RunStreamReader(),
      },
    },
  }
  return [operation, { ...operation, path: polling, composite: true }]
}

function requestContent(body: Wire, messages: Message[]): CallContent {
  const instructions = [text(body.instructions), text(body.additional_instructions)].filter(
    (part) => part !== undefined,
  )
  return {
    [names.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: some(instructions.map((part) => ({ type: 'text', content: part }))),
    [names.ATTR_GEN_AI_INPUT_MESSAGES]: some(messages),
    [names.ATTR_GEN_AI_TOOL_DEFINITIONS]: some(toolDefinitions(body.tools)),
  }
}

const FINISH_REASONS: Readonly<Record<string, string>> = {
  completed: 'stop',
  requires_action: 'tool_call',
  incomplete: 'length',
  failed: 'error',
  expired: 'error',
  cancelled: 'error',
}

/** A run, with the messages that its stream brought. */
function describeRun(result: unknown, sink: AttributeSink): AnsweredFailure | undefined {
  const run = object(result)
  const status = text(run.status) ?? ''
  const reason = FINISH_REASONS[status] ?? (run.cutOff ? 'error' : undefined)
  const error = object(run.last_error)
  setUsage(sink, run.usage)
  setAnswer(sink, run)
  sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, reason && [reason])
  sink.set(names.ATTR_GEN_AI_AGENT_ID, text(run.assistant_id))
  sink.set(names.ATTR_GEN_AI_CONVERSATION_ID, text(run.thread_id))
  return status === 'failed' || status === 'expired'
    ? { type: text(error.code) ?? status, message: text(error.message) }
    : undefined
}

function output(run: Wire): CallContent {
  const calls = object(object(run.required_action).submit_tool_outputs).tool_calls
  const items = [...list(run.items), ...(calls ? [{ tool_calls: calls }] : [])].map(object)
  // Tools that ran at the API have a type; messages have none.
  const parts = items.flatMap((item) =>
    item.type ? serverToolParts(item) : toMessage({ ...item, role: 'assistant' }).parts,
  )
  return parts.length > 0 ? { [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: [{ role: 'assistant', parts }] } : {}
}
