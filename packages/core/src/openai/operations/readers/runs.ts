import type { AnsweredFailure, AttributeSink, CallReaders } from '../../../genai/call-kind.ts'
import type { CallContent, Message } from '../../../messages.ts'
import * as names from '../../../semconv.ts'
import { inputMessages, toMessage } from '../../content/chat-messages.ts'
import { RunStreamReader } from '../../content/run-stream.ts'
import { serverToolParts } from '../../content/server-tools.ts'
import { toolDefinitions } from '../../content/tools.ts'
import { setAnswer, setParameters } from '../../wire/parameters.ts'
import { list, object, some, text, type Wire } from '../../wire/read.ts'
import { setUsage } from '../../wire/usage.ts'

export const createRun: CallReaders = readersOf({
  thread: ([thread]) => thread,
  messages: (body) => inputMessages(body.additional_messages),
})

export const submitToolOutputs: CallReaders = readersOf({
  thread: ([, params]) => object(params).thread_id,
  messages: (body) =>
    list(body.tool_outputs).map((item) => toMessage({ role: 'tool', ...object(item), content: object(item).output })),
})

export const createThreadAndRun: CallReaders = readersOf({
  thread: () => undefined,
  messages: (body) => inputMessages(object(body.thread).messages),
})

/** Where the parts of a request for a run stand. */
interface RunShape {
  thread(args: readonly unknown[]): unknown
  messages(body: Wire): Message[]
}

function readersOf(shape: RunShape): CallReaders {
  return {
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
  }
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
