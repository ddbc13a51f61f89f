import { structureOf } from '../../json.ts'
import type { Draft, SpanContext } from '../../model/dialect.ts'
import type { Message, Messages, Part } from '../../model/message.ts'
import type { Score } from '../../model/reading.ts'
import { contentOf } from '../../shapes/content-text.ts'
import { readRequest, readResponse } from '../../shapes/body.ts'
import { messagesIn, readInstructions, readMessages } from '../../shapes/message.ts'
import { readTools } from '../../shapes/tools.ts'
import { firstText, isRecord, numberOf, textOf, type UnknownRecord } from '../../value.ts'
import { fieldOf, recordsOf, type EventRecord } from './records.ts'

/** Generation C as an event or log record. Foundry names the events after the attributes, and puts the value into the body. */
const DETAILS = /^gen_ai\.(?:client\.inference\.operation\.details|(?:input|output)\.messages|system[._]instructions?)$/

/** Strands writes one key an event; where a key comes again, the last holds the whole history. */
export function readDetailsEvents({ span }: SpanContext): Draft | undefined {
  const draft: { -readonly [Key in keyof Draft]: Draft[Key] } = {}
  for (const record of recordsOf(span, DETAILS)) {
    const named = record.name.replace(/system\.instructions?$/, 'system_instructions')
    const value = (key: string): unknown => fieldOf(record, key) ?? (named === key ? bodyOf(record) : undefined)
    const instructions = value('gen_ai.system_instructions')
    const input = value('gen_ai.input.messages')
    const output = value('gen_ai.output.messages')
    const tools = value('gen_ai.tool.definitions')
    if (instructions !== undefined) draft.instructions = readInstructions(instructions)
    if (input !== undefined) draft.input = readMessages(input, 'user')
    if (output !== undefined) draft.output = readMessages(output, 'assistant')
    if (tools !== undefined) draft.tools = readTools(tools)
    if (draft.input || draft.output || draft.instructions) draft.place = record.place
  }
  return Object.keys(draft).length > 0 ? draft : undefined
}

/** The value itself, or `{ messages }` around it. With capture off it is an empty object. */
function bodyOf({ body }: EventRecord): unknown {
  if (!isRecord(body)) return body
  return body['messages'] ?? (Object.keys(body).length > 0 ? body : undefined)
}

const BODIES = /^gen_ai\.(?:(?:system|user|assistant|tool|developer)\.message|tool\.developer|choice)$/

/** Generation B: one record a message, `gen_ai.choice` for each answer. */
export function readBodyEvents({ span, kind }: SpanContext): Draft | undefined {
  const records = recordsOf(span, BODIES)
  if (records.length === 0) return undefined
  const sides: Record<'input' | 'output', Message[]> = { input: [], output: [] }
  const cut = { input: false, output: false }
  for (const record of records) {
    const side = record.name === 'gen_ai.choice' ? 'output' : 'input'
    const { messages, truncated } = side === 'output' ? choice(record) : bodyMessage(record)
    for (const made of messages) sides[side].push(made)
    cut[side] ||= truncated
  }
  const { place } = records[0]!
  if (kind === 'tool') {
    const [taken, given] = [sides.input, sides.output].map((messages) => messages.flatMap(({ parts }) => parts)[0])
    return { arguments: taken && plain(taken), result: given && plain(given), place }
  }
  return {
    input: { messages: sides.input, truncated: cut.input },
    output: { messages: sides.output, truncated: cut.output },
    place,
  }
}

/** What a tool took or gave, whatever part it was wrapped in. */
function plain(part: Part): unknown {
  if (part.type === 'tool_result') return part.response
  if (part.type === 'tool_call') return part.arguments
  if (part.type === 'other') return part.value
  return 'text' in part ? part.text : part
}

function choice(record: EventRecord): Messages {
  const said = fieldOf(record, 'message') ?? fieldOf(record, 'content')
  const whole = structureOf(said)
  const fields = ['role', 'content', 'tool_calls', 'parts']
  const hasFields = isRecord(whole.value) && fields.some((key) => (whole.value as UnknownRecord)[key] !== undefined)
  const { value, truncated } = hasFields ? whole : contentOf(said)
  const calls = structureOf(fieldOf(record, 'tool_calls')).value
  const envelope: Record<string, unknown> = { finish_reason: firstText(fieldOf(record, 'finish_reason')) }
  if (calls !== undefined) envelope['tool_calls'] = calls
  // Agent Framework: the body is the message itself.
  const isBody = value === undefined && isRecord(record.body) && Array.isArray(record.body['parts'])
  envelope['message'] = hasFields ? value : isBody ? record.body : { content: isRecord(value) ? [value] : value }
  const messages = value === undefined && calls === undefined && !isBody ? [] : messagesIn([envelope], 'assistant')
  return { messages, truncated }
}

function bodyMessage(record: EventRecord): Messages {
  const eventRole = record.name === 'gen_ai.tool.developer' ? 'developer' : record.name.split('.')[1]!
  const { body } = record
  if (typeof body === 'string' || Array.isArray(body))
    return { messages: messagesIn(body, eventRole), truncated: false }
  if (isRecord(body) && Array.isArray(body['parts']))
    return { messages: messagesIn([{ role: eventRole, ...body }], eventRole), truncated: false }
  const { value: content, truncated } = contentOf(fieldOf(record, 'content'))
  const calls = structureOf(fieldOf(record, 'tool_calls')).value
  if (content === undefined && calls === undefined) return { messages: [], truncated }
  const role = textOf(fieldOf(record, 'role')) ?? eventRole
  const fields: UnknownRecord = {
    role,
    // What a tool took or gave is any structure; of anyone else it is a part.
    content: isRecord(content) && role !== 'tool' ? [content] : content,
    tool_calls: calls,
    id: firstText(fieldOf(record, 'id'), fieldOf(record, 'tool_call_id')),
    name: firstText(fieldOf(record, 'name')),
  }
  return { messages: messagesIn([fields], eventRole), truncated }
}

/** Generation A: the whole prompt in one event, the whole completion in another. */
export function readOldEvents({ span }: SpanContext): Draft | undefined {
  let draft: Draft | undefined
  for (const record of recordsOf(span, /^gen_ai\.content\.(?:prompt|completion)$/)) {
    const isPrompt = record.name.endsWith('prompt')
    const value = fieldOf(record, isPrompt ? 'gen_ai.prompt' : 'gen_ai.completion') ?? record.body
    draft = { ...draft, ...(isPrompt ? readRequest(value) : readResponse(value)), place: record.place }
  }
  return draft
}

/** `gen_ai.evaluation.result`, as an event of the span that is judged or as a log record. */
export function readScores({ span }: SpanContext): Draft | undefined {
  const scores = recordsOf(span, /^gen_ai\.evaluation\.result$/).map(({ attributes }): Score => ({
    name: attributes.text('gen_ai.evaluation.name') ?? 'evaluation',
    score: numberOf(attributes.get('gen_ai.evaluation.score.value')),
    label: attributes.text('gen_ai.evaluation.score.label'),
    explanation: attributes.text('gen_ai.evaluation.explanation'),
  }))
  return scores.length > 0 ? { scores } : undefined
}
