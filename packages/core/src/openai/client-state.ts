import type { Attributes } from '@opentelemetry/api'
import { checkContentOptions } from '../check-options.ts'
import * as names from '../semconv.ts'
import {
  captureMode,
  defaultPolicy,
  DEFAULT_MAX_CONTENT_BYTES,
  type ContentPolicy,
  type Redact,
} from '../content-policy.ts'
import { settings } from '../settings.ts'
import type { ModelCall } from './operation.ts'
import { deploymentOf, describeServer } from './server.ts'

/** Options of one client, or of one class; what is left out is as `startTracing` has it. */
export interface InstrumentOptions {
  /** See `TracingOptions.captureContent`. */
  captureContent?: boolean | 'none' | 'span' | 'event' | 'span_and_event'
  /** The name of `captureContent` in OpenTelemetry's own instrumentation; `captureContent` counts where both are given. */
  captureMessageContent?: boolean
  /** See `TracingOptions.redact`. */
  redact?: Redact
  /** Bytes of UTF-8 that one content attribute may have; 262 144 by default. */
  maxContentBytes?: number
  /** See `TracingOptions.propagateTo`. */
  propagateTo?: (string | URL | RegExp)[]
}

interface ClientOptions {
  of: WeakMap<object, InstrumentOptions>
  /** Counts what has changed for any client, so that what was made of it is made again. */
  changes: number
}

const KEY: unique symbol = Symbol.for('spanlit.clientOptions') as never

/** One for all copies of Spanlit: one may have wrapped a client that another is given options for. */
const given = ((globalThis as { [KEY]?: ClientOptions })[KEY] ??= { of: new WeakMap(), changes: 0 })

/** @throws where an option is wrong, saying what to give instead. */
export function check(options: InstrumentOptions): void {
  const capture = captureOption(options)
  if (capture !== undefined) captureMode(capture, {})
  checkContentOptions(options)
}

export function setOptions(owner: object, options: InstrumentOptions | undefined): void {
  given.changes += 1
  if (options) given.of.set(owner, options)
  else given.of.delete(owner)
}

/** The client that a resource of it, e.g. `client.chat.completions`, belongs to. */
export function clientOf(resource: { _client?: object } | undefined, otherwise: object): object {
  return resource?._client ?? otherwise
}

/** The options given for this very client or class. */
export function ownOptions(owner: object): InstrumentOptions | undefined {
  return given.of.get(owner)
}

/** The options given for the client itself, else for its class or a class above it. */
function optionsFor(owner: object): InstrumentOptions | undefined {
  for (let object: object | null = owner; object; object = Object.getPrototypeOf(object) as object | null) {
    const options = given.of.get(object)
    if (options) return options
  }
  return undefined
}

/** What is the same for every call of a client, found once. */
export class ClientState {
  readonly policy: ContentPolicy
  readonly options: InstrumentOptions | undefined
  readonly #server: Attributes
  readonly #deployment: string | undefined
  readonly #baseURL: unknown
  readonly #changes = given.changes
  readonly #content = settings.content
  #operation: string | undefined
  #model: string | undefined
  #identified: Attributes = {}

  constructor(owner: object, client: object) {
    this.#baseURL = (client as { baseURL?: unknown }).baseURL
    this.#server = describeServer(client)
    this.#deployment = deploymentOf(client)
    this.options = optionsFor(owner)
    const base = settings.content ?? defaultPolicy()
    this.policy = this.options ? policyWith(this.options, base) : base
  }

  /** `gen_ai.provider.name`. */
  get provider(): string | undefined {
    const provider = this.#server[names.ATTR_GEN_AI_PROVIDER_NAME]
    return typeof provider === 'string' ? provider : undefined
  }

  /** A client's base URL may be changed, tracing may start late, and options may be given again. */
  isCurrent(client: object): boolean {
    return (
      this.#baseURL === (client as { baseURL?: unknown }).baseURL &&
      this.#changes === given.changes &&
      this.#content === settings.content
    )
  }

  /** Azure's deployment stands in the URL of most operations, and decides, whatever model the request names. */
  modelFor({ deployed }: ModelCall, asked: string | undefined): string | undefined {
    return (this.#deployment && deployed ? this.#deployment : asked) || undefined
  }

  /** Operation, provider, server and model. The object is the next call's as well, which is mostly the same. */
  identity(operation: string, model: string | undefined): Attributes {
    if (this.#operation === operation && this.#model === model) return this.#identified
    this.#operation = operation
    this.#model = model
    this.#identified = { ...this.#server, [names.ATTR_GEN_AI_OPERATION_NAME]: operation }
    if (model) this.#identified[names.ATTR_GEN_AI_REQUEST_MODEL] = model
    return this.#identified
  }
}

function captureOption({
  captureContent,
  captureMessageContent,
}: InstrumentOptions): InstrumentOptions['captureContent'] {
  return captureContent ?? captureMessageContent
}

function policyWith(options: InstrumentOptions, base: ContentPolicy): ContentPolicy {
  const capture = captureOption(options)
  return {
    capture: capture === undefined ? base.capture : captureMode(capture, {}),
    redact: options.redact ?? base.redact,
    maxBytes: options.maxContentBytes ?? base.maxBytes ?? DEFAULT_MAX_CONTENT_BYTES,
  }
}

const states = new WeakMap<object, ClientState>()

/** The state of a client; `owner` is what the options were given for, where it is not the client (a socket). */
export function stateOf(owner: object, client: object = owner): ClientState {
  let state = states.get(owner)
  if (!state?.isCurrent(client)) states.set(owner, (state = new ClientState(owner, client)))
  return state
}
