import { context, type Context } from '@opentelemetry/api'
import * as names from '../semconv.ts'
import { inheritedAttributes } from '../genai/inherited.ts'
import type { CallContent, Message } from '../messages.ts'
import type { Call } from '../genai/call.ts'
import type { ClientState } from '../openai/client-state.ts'
import { describeFailure } from '../genai/failure.ts'
import { requestContent } from '../openai/content/responses.ts'
import { startCall } from '../openai/start-call.ts'
import { list, number, object, some, text, type Wire } from '../openai/wire/read.ts'
import { isFinal } from '../openai/wire/response-head.ts'
import { session, socketResponse, type SocketKind } from './operations.ts'

/** Errors that can't be of a request for a response, by their code or what they point at. */
const NOT_OF_RESPONSE = /^(response_cancel|(input|output)_audio|item|session)/

/** Items of the conversation that wait for the response that answers them; the oldest go first. */
const MAX_ITEMS = 200

interface ActiveResponse {
  call: Call
  /** The id of the event that asked for it, so that a refusal finds it. */
  eventId: unknown
  /** Lane of a socket that carries several responses at once. */
  streamId: unknown
  /** Tells responses apart that the application asks for at once. */
  metadata: string
  id: string | undefined
  /** What it answers, once it has begun, where that was not given with the request. */
  items: Map<string, Wire> | undefined
  /** It is no part of the conversation. */
  isApart: boolean
  /** As it was asked for; its successor inherits it. */
  body: Wire
  /** What was added to it while it was under way, for the response that the API makes after it by itself. */
  steers: unknown[]
}

/** The API need not give the keys in the order of the request. */
function metadataOf({ metadata }: Wire): string {
  return JSON.stringify(Object.entries(object(metadata)).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** The span of one session, and those of its responses: fed with the events of a socket, of which it knows nothing else. */
export class Session {
  readonly #call: Call
  readonly #kind: SocketKind
  readonly #client: () => ClientState
  readonly #parent: Context
  /** As the API, or else the application, last told it. */
  #config: Wire
  /** The model that the application has asked for; the API tells the one that serves. */
  #model: string | undefined
  readonly #active = new Set<ActiveResponse>()
  /** What was said since the last response began, by the item's id. */
  #items = new Map<string, Wire>()
  /** What the last response of the conversation answers, and what it says. */
  #answered = new Map<string, Wire>()
  #steered: { id: string; response: ActiveResponse } | undefined
  readonly #transcripts = { user: [] as string[], assistant: [] as string[] }
  #usage: { input_tokens?: number; output_tokens?: number } | undefined
  readonly #transcribed = { user: 0, assistant: 0 }

  constructor(kind: SocketKind, client: () => ClientState, model: string | undefined) {
    this.#kind = kind
    this.#client = client
    this.#model = model
    this.#config = model ? { model } : {}
    this.#call = startCall(
      session(kind, {
        model: () => this.#config.model,
        usage: () => this.#usage,
        content: () => this.#content(),
      }),
      client(),
      [{ model }],
      context.active(),
    )
    this.#parent = this.#call.context
  }

  /** An event that the application sends. */
  sent(event: Wire): void {
    const type = text(event.type)
    if (type === 'response.create') {
      // Its parameters stand in `response` (realtime) or beside the type (responses).
      const { type: _, event_id: eventId, stream_id: streamId, response, ...body } = event
      this.#begin(object(response ?? body), eventId, streamId)
    } else if (type === 'response.steer') {
      const steered = [...this.#active].find(({ id }) => id !== undefined && id === event.previous_response_id)
      steered?.steers.push(event.input)
    } else if (type === 'response.item.create') {
      this.#keep(text(object(event.item).id) ?? String(this.#items.size), object(event.item))
    } else if (type === 'session.update' || type === 'session.start') {
      const config = object(event.session)
      this.#model = text(config.model) ?? this.#model
      this.#config = { ...this.#config, ...config }
    }
  }

  /** An event that the API sends. */
  received(event: Wire): void {
    const type = text(event.type) ?? ''
    if (type === 'response.event') {
      // Only this tells apart the answers of several backends.
      this.received({ stream_id: event.delegation_id, ...object(event.event) })
    } else if (type === 'error') {
      this.#refused(event)
    } else if (type.startsWith('response.')) {
      this.#progressed(type, event)
    } else if (type.startsWith('conversation.item.')) {
      this.#said(type, event)
    } else if (type.startsWith('session.')) {
      if (event.session) this.#config = { ...this.#config, ...object(event.session) }
      this.#transcribe(type, event)
    }
  }

  #begin(body: Wire, eventId?: unknown, streamId?: unknown): ActiveResponse {
    const config = this.#config
    const kind = this.#kind
    const parent = this.#parent
    const operation = socketResponse(kind, {
      input: () => [...(response.items?.values() ?? [])],
      conversation: inheritedAttributes(parent)?.[names.ATTR_GEN_AI_CONVERSATION_ID],
      model: () => (kind === 'realtime' ? this.#config.model : undefined),
    })
    // The answers of a live session are those of a backend, which has a set-up of its own.
    const backend = object(config.delegation).responses
    const asked = backend ? object(backend) : { ...config, model: this.#model ?? config.model }
    const call = startCall(operation, this.#client(), [{ ...asked, ...body }], parent)
    const items = body.input === undefined ? undefined : new Map<string, Wire>()
    const metadata = metadataOf(body)
    const response: ActiveResponse = {
      call,
      eventId,
      streamId,
      metadata,
      id: undefined,
      items,
      isApart: body.conversation === 'none',
      body,
      steers: [],
    }
    this.#active.add(response)
    return response
  }

  #progressed(type: string, event: Wire): void {
    const id = text(event.response_id) ?? text(object(event.response).id)
    if (type === 'response.created') {
      const waiting = [...this.#active].filter(
        (one) => one.id === undefined && (one.streamId ?? event.stream_id) === event.stream_id,
      )
      const metadata = metadataOf(object(event.response))
      const named = waiting.find((one) => one.metadata === metadata)
      // Where nobody asked for it, the API has heard the speaker stop: beside a response that was asked for with metadata, too.
      const response =
        named ??
        waiting.find((one) => one.metadata === '[]' || metadata !== '[]') ??
        this.#successor(event) ??
        this.#begin({})
      response.id = id
      response.streamId = event.stream_id
      // Read now, not when the response was asked for: the API confirms added items only later.
      if (!response.items) {
        response.items = new Map(this.#items)
        // One that is no part of the conversation leaves what was said to the one that is.
        if (!response.isApart) {
          this.#answered = this.#items
          this.#items = new Map()
        }
      }
      if (id) response.call.span.setAttribute(names.ATTR_GEN_AI_RESPONSE_ID, id)
      response.call.chunk(event)
      return
    }
    const response = this.#find(id, event.stream_id)
    if (!response) return
    // What the model says itself is told by its response.
    const said = text(object(event.item).id)
    if (said) {
      this.#items.delete(said)
      this.#keep(said, {}, this.#answered)
    }
    response.call.chunk(event)
    const status = object(event.response).status
    if (isFinal(type)) {
      this.#active.delete(response)
      this.#steered = id && response.steers.length > 0 ? { id, response } : undefined
      response.call.finishStream(status === 'cancelled' ? 'cancelled' : 'completed')
    }
  }

  /** The response that follows one that was steered, with what was added to that as its input. */
  #successor(event: Wire): ActiveResponse | undefined {
    const { id, response } = this.#steered ?? {}
    if (!response || object(event.response).previous_response_id !== id) return undefined
    this.#steered = undefined
    const input = response.steers.flatMap((one) =>
      typeof one === 'string' ? [{ role: 'user', content: one }] : list(one),
    )
    return this.#begin({ ...response.body, input, previous_response_id: id }, undefined, response.streamId)
  }

  /** Not every event names its response: then it is that of its lane, or the only one. */
  #find(id: string | undefined, streamId: unknown): ActiveResponse | undefined {
    const candidates = [...this.#active]
    return candidates.find((response) => (id === undefined ? response.streamId === streamId : response.id === id))
  }

  #refused(event: Wire): void {
    const error = object(event.error ?? event)
    const failure = { ...error, constructor: { name: text(error.type) ?? 'error' } }
    for (const response of this.#active) {
      if (!this.#isOf(response, event, error)) continue
      this.#active.delete(response)
      response.call.finishStream('failed', failure)
      return
    }
    const described = describeFailure(failure)
    this.#call.addException({ ...described, exceptionType: described.type })
  }

  /** With a reference an error answers that event. Without one it is of the response on its lane, or of one that has not begun. */
  #isOf(response: ActiveResponse, event: Wire, error: Wire): boolean {
    const cause = error.event_id ?? error.client_event_id
    if (cause) return response.eventId === cause
    if (response.streamId !== event.stream_id) return false
    const isOther = [error.code, error.param].some((name) => NOT_OF_RESPONSE.test(String(name)))
    // One on a lane, which the answer of a live session's backend has, too, is of the response there.
    if (this.#kind === 'responses' || 'stream_id' in event) return true
    return response.id === undefined && response.eventId === undefined && !isOther
  }

  #said(type: string, event: Wire): void {
    const item = object(event.item)
    const id = text(item.id) ?? text(event.item_id) ?? ''
    if (type.endsWith('.input_audio_transcription.completed')) {
      if (this.#config.type === 'transcription') this.#written(event)
      const heard = { type: 'input_audio', transcript: event.transcript }
      // A transcript may come late, when some have begun to answer.
      for (const items of [this.#items, ...[...this.#active].map((one) => one.items)]) {
        const known = items?.get(id)
        const content = [...list(known?.content)]
        content.splice(number(event.content_index) ?? 0, 1, heard)
        if (known) items?.set(id, { ...known, content })
      }
    } else if (type === 'conversation.item.deleted') {
      this.#items.delete(id)
    } else if (/\.(added|created|done)$/.test(type) && !this.#answered.has(id)) {
      this.#keep(id, item)
    }
  }

  #keep(id: string, item: Wire, items: Map<string, Wire> = this.#items): void {
    items.set(id, item)
    const [oldest] = items.keys()
    if (oldest !== undefined && items.size > MAX_ITEMS) items.delete(oldest)
  }

  /** What a session that only transcribes has heard, and what that has cost. */
  #written({ transcript, usage }: Wire): void {
    this.#hear('assistant', `${this.#transcripts.assistant.length > 0 ? '\n' : ''}${text(transcript) ?? ''}`)
    const counts = object(usage)
    for (const name of ['input_tokens', 'output_tokens'] as const) {
      const count = number(counts[name])
      if (count !== undefined) this.#usage = { ...this.#usage, [name]: (this.#usage?.[name] ?? 0) + count }
    }
  }

  /** Sessions without turns (live, translation) have transcripts that run on; as much is kept as an attribute may hold. */
  #transcribe(type: string, event: Wire): void {
    const side = /^session\.(in|out)put_transcript\.delta$/.exec(type)?.[1]
    const delta = text(event.delta)
    if (delta && side) this.#hear(side === 'in' ? 'user' : 'assistant', delta)
  }

  #hear(role: 'user' | 'assistant', delta: string): void {
    if (this.#transcribed[role] > this.#client().policy.maxBytes) return
    this.#transcribed[role] += delta.length
    this.#transcripts[role].push(delta)
  }

  #content(): CallContent {
    const { user, assistant } = this.#transcripts
    const message = (role: string, pieces: string[]): Message[] =>
      pieces.length > 0 ? [{ role, parts: [{ type: 'text', content: pieces.join('') }] }] : []
    const content = requestContent(this.#config)
    return {
      ...content,
      [names.ATTR_GEN_AI_INPUT_MESSAGES]: some([
        ...(content[names.ATTR_GEN_AI_INPUT_MESSAGES] ?? []),
        ...message('user', user),
      ]),
      [names.ATTR_GEN_AI_OUTPUT_MESSAGES]: some(message('assistant', assistant)),
    }
  }

  /** The connection is lost, and with it the responses in progress; the session may go on with another. */
  lost(failure: unknown): void {
    this.#finish('failed', failure)
    this.#items = new Map()
  }

  #finish(outcome: 'failed' | 'cancelled', failure?: unknown): void {
    for (const { call } of this.#active) call.finishStream(outcome, failure)
    this.#active.clear()
  }

  /** The session is over; responses in progress end as it does. */
  end(error?: unknown): void {
    if (this.#call.ended) return
    this.#finish(error ? 'failed' : 'cancelled', error)
    if (!error) {
      this.#call.succeed(undefined)
      return
    }
    try {
      this.#call.describe(undefined)
    } finally {
      this.#call.fail(error)
    }
  }
}
