import * as names from '../../semconv.ts'
import type { CallContent, Message } from '../../content/messages.ts'
import type { AttributeSink, Operation, ResponseDescription } from '../operation.ts'
import { inputMessages, toMessage } from '../wire/chat-messages.ts'
import { describeRequest, setAnswer } from '../wire/parameters.ts'
import { list, object, some, text, type Wire } from '../wire/read.ts'
import { RunStreamReader } from '../wire/run-stream.ts'
import { serverToolParts } from '../wire/server-tools.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { setUsage } from '../wire/usage.ts'

/**
 * `client.beta.threads.runs.*`: an assistant is an agent that runs at the API, and a thread is its conversation (conventions: invoke
 * agent span). The helpers that poll are one call, up to the state in which the run comes to rest.
 */
export const runs: readonly Operation[] = [
  ...pair('beta.threads.runs.create', 'beta.threads.runs.createAndPoll', 2, ([thread, body]) => {
    return { thread, body: object(body), messages: inputMessages(object(body).additional_messages) }
  }),
  ...pair('beta.threads.runs.submitToolOutputs', 'beta.threads.runs.submitToolOutputsAndPoll', 2, ([, params]) => {
    const { thread_id: thread, tool_outputs: outputs, ...body } = object(params)
    const messages = list(outputs).map((item) =>
      toMessage({ role: 'tool', ...object(item), content: object(item).output }),
    )
    return { thread, body, messages }
  }),
  ...pair('beta.threads.createAndRun', 'beta.threads.createAndRunPoll', 1, ([params]) => {
    const body = object(params)
    return { thread: undefined, body, messages: inputMessages(object(body.thread).messages) }
  }),
]

interface RunRequest {
  thread: unknown
  body: Wire
  messages: Message[]
}

function pair(
  path: string,
  polling: string,
  optionsIndex: number,
  read: (args: readonly unknown[]) => RunRequest,
): Operation[] {
  const operation: Operation = {
    path,
    name: 'invoke_agent',
    plainName: true,
    optionsIndex,
    request(args) {
      const { thread, body, messages } = read(args)
      const about = {
        [names.ATTR_GEN_AI_AGENT_ID]: text(body.assistant_id),
        [names.ATTR_GEN_AI_CONVERSATION_ID]: text(thread),
      }
      return describeRequest(body, about, () => requestContent(body, messages))
    },
    response: describeRun,
    stream: () => new RunStreamReader(),
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
function describeRun(result: unknown, sink: AttributeSink): ResponseDescription {
  const run = object(result)
  const status = text(run.status) ?? ''
  const reason = FINISH_REASONS[status] ?? (run.cutOff ? 'error' : undefined)
  const error = object(run.last_error)
  setUsage(sink, run.usage)
  setAnswer(sink, run)
  sink.set(names.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, reason && [reason])
  sink.set(names.ATTR_GEN_AI_AGENT_ID, text(run.assistant_id))
  sink.set(names.ATTR_GEN_AI_CONVERSATION_ID, text(run.thread_id))
  return {
    content: () => ({ ...requestContent(run, []), ...output(run) }),
    failure:
      status === 'failed' || status === 'expired'
        ? { type: text(error.code) ?? status, message: text(error.message) }
        : undefined,
  }
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
