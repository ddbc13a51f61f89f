import { context, type Context } from '@opentelemetry/api'
import * as names from '../../genai/attributes.ts'
import type { CallContent } from '../../genai/messages.ts'
import { Call } from '../call.ts'
import type { ClientState } from '../client-state.ts'
import { list, object, text, type Wire } from '../wire/read.ts'
import { isFinal } from '../wire/response-stream.ts'
import { toolDefinitions } from '../wire/tools.ts'
import { session, socketResponse, type SocketKind } from './operations.ts'

/** Items of the conversation that wait for the response that answers them; the oldest go first. */
const MAX_ITEMS = 200

interface ActiveResponse {
  call: Call
  /** Of the event that asked for it, so that a refusal finds it. */
  eventId: unknown
  /** Lane of a socket that carries several responses at once. */
  streamId: unknown
  id: string | undefined
}

/** The span of one session, and those of its responses: fed with the events of a socket, of which it knows nothing else. */
export class Session {
  private readonly call: Call
  private readonly kind: SocketKind
  private readonly client: () => ClientState
  private readonly parent: Context
  /** As the API, or else the application, last told it. */
  private config: Wire
  private readonly active = new Set<ActiveResponse>()
  /** What was said since the last response began, by the item's id. */
  private items = new Map<string, Wire>()
  /** Items that a response in progress answers: a transcript may come late. */
  private answered = new Map<string, Wire>()
  private readonly transcripts = { user: [] as string[], assistant: [] as string[] }
  private transcribed = 0

  constructor(kind: SocketKind, client: () => ClientState, model: string | undefined) {
    this.kind = kind
    this.client = client
    this.config = model ? { model } : {}
    this.call = new Call(
      session(
        kind,
        () => this.config.model,
        () => this.content(),
      ),
      client(),
      [model],
      context.active(),
    )
    this.parent = this.call.context
  }

  /** An event that the application sends. */
  sent(event: Wire): void {
    const type = text(event.type)
    if (type === 'response.create') {
      // Its parameters stand in `response` (realtime) or beside the type (responses).
      const { type: _, event_id: eventId, stream_id: streamId, response, ...body } = event
      this.begin(object(response ?? body), eventId, streamId)
    } else if (type === 'session.update' || type === 'session.start') {
      this.config = { ...this.config, ...object(event.session) }
    }
  }

  /** An event that the API sends. */
  received(event: Wire): void {
    const type = text(event.type) ?? ''
    if (type === 'response.event') {
      this.received(object(event.event))
    } else if (type === 'error') {
      this.refused(event)
    } else if (type.startsWith('response.')) {
      this.progressed(type, event)
    } else if (type.startsWith('conversation.item.')) {
      this.said(type, event)
    } else if (type.startsWith('session.')) {
      if (event.session) this.config = { ...this.config, ...object(event.session) }
      this.transcribe(type, event)
    }
  }

  private begin(body: Wire, eventId?: unknown, streamId?: unknown): ActiveResponse {
    const given = Array.isArray(body.input) ? undefined : this.items
    if (given) {
      this.answered = given
      this.items = new Map()
    }
    const operation = socketResponse(this.kind, () => (given ? [...given.values()] : []))
    const call = new Call(operation, this.client(), [{ ...this.config, ...body }], this.parent)
    const response = { call, eventId, streamId, id: undefined }
    this.active.add(response)
    return response
  }

  private progressed(type: string, event: Wire): void {
    const id = text(event.response_id) ?? text(object(event.response).id)
    if (type === 'response.created') {
      const isNext = ({ id: known, streamId }: ActiveResponse): boolean =>
        known === undefined && streamId === event.stream_id
      // Where nobody asked for it, the API has heard the speaker stop.
      const response = [...this.active].find(isNext) ?? this.begin({})
      response.id = id
      if (id) response.call.span.setAttribute(names.RESPONSE_ID, id)
      return
    }
    const response = this.find(id, event.stream_id)
    if (!response) return
    response.call.chunk(event)
    const status = object(event.response).status
    if (isFinal(type)) {
      this.active.delete(response)
      response.call.finishStream(status === 'cancelled' ? 'cancelled' : 'completed')
    }
  }

  /** Not every event names its response: then it is that of its lane, or the only one. */
  private find(id: string | undefined, streamId: unknown): ActiveResponse | undefined {
    const candidates = [...this.active]
    return candidates.find((response) => (id === undefined ? response.streamId === streamId : response.id === id))
  }

  private refused(event: Wire): void {
    const error = object(event.error ?? event)
    const failure = { ...error, constructor: { name: text(error.type) ?? 'error' } }
    const eventId = error.event_id
    for (const response of this.active) {
      // With a reference it is the answer to that event. Without one it is of the response on its lane, or of one that has not begun.
      const isItsOwn = response.streamId === event.stream_id && (this.kind === 'responses' || response.id === undefined)
      if (eventId ? response.eventId !== eventId : !isItsOwn) continue
      this.active.delete(response)
      response.call.finishStream('failed', failure)
      return
    }
    this.call.span.addEvent(names.EVENT_EXCEPTION, {
      'exception.type': text(error.code) ?? failure.constructor.name,
      ...(this.client().policy.capture === 'none' ? {} : { 'exception.message': text(error.message) ?? '' }),
    })
  }

  private said(type: string, event: Wire): void {
    const item = object(event.item)
    const id = text(item.id) ?? text(event.item_id) ?? ''
    if (type.endsWith('.input_audio_transcription.completed')) {
      const items = this.items.has(id) ? this.items : this.answered
      const known = items.get(id)
      const content = [{ type: 'input_audio', transcript: event.transcript }]
      items.set(id, { type: 'message', role: 'user', ...known, content })
    } else if (type === 'conversation.item.deleted') {
      this.items.delete(id)
    } else if (/\.(added|created|done)$/.test(type) && !this.answered.has(id)) {
      // What the model says itself is told by its response.
      if (item.role === 'assistant' || text(item.type)?.endsWith('_call')) return
      this.items.set(id, item)
      const [oldest] = this.items.keys()
      if (oldest !== undefined && this.items.size > MAX_ITEMS) this.items.delete(oldest)
    }
  }

  /** Sessions without turns (live, translation) have transcripts that run on; as much is kept as an attribute may hold. */
  private transcribe(type: string, event: Wire): void {
    const delta = text(event.delta)
    const role =
      type === 'session.input_transcript.delta'
        ? 'user'
        : type === 'session.output_transcript.delta'
          ? 'assistant'
          : undefined
    if (!delta || !role || this.transcribed > this.client().policy.maxBytes) return
    this.transcribed += delta.length
    this.transcripts[role].push(delta)
  }

  private content(): CallContent {
    const { config } = this
    const { user, assistant } = this.transcripts
    const instructions = text(config.instructions)
    const message = (role: string, pieces: string[]): CallContent[typeof names.INPUT_MESSAGES] => [
      { role, parts: [{ type: 'text', content: pieces.join('') }] },
    ]
    return {
      ...(instructions ? { [names.SYSTEM_INSTRUCTIONS]: [{ type: 'text', content: instructions }] } : {}),
      ...(list(config.tools).length > 0 ? { [names.TOOL_DEFINITIONS]: toolDefinitions(config.tools) } : {}),
      ...(user.length > 0 ? { [names.INPUT_MESSAGES]: message('user', user) } : {}),
      ...(assistant.length > 0 ? { [names.OUTPUT_MESSAGES]: message('assistant', assistant) } : {}),
    } as CallContent
  }

  /** The session is over; responses in progress end as it does. */
  end(failure?: unknown): void {
    for (const { call } of this.active) call.finishStream(failure ? 'failed' : 'cancelled', failure)
    this.active.clear()
    if (failure) this.call.fail(failure)
    else this.call.succeed(undefined)
  }
}
