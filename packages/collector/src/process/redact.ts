import { checkNames, inWords, readList } from '../check-options.ts'
import { CollectorError } from '../errors.ts'
import type { AnyValue, KeyValue } from '../otlp/model.ts'
import type { Fields } from '../otlp/read-message.ts'

/** What is taken out of everything that comes in, before it is forwarded, stored or shown. */
export interface RedactOptions {
  /** Removes what looks like a key: `sk-…`, `ghp_…`, AWS, JSON web tokens and their kin. Default: false. */
  secrets?: boolean
  /** Removes what these regular expressions match, from every text. */
  patterns?: (string | RegExp)[]
  /** Removes attributes of these names; `*` stands for any characters. */
  attributes?: string[]
  /** `'drop'` removes prompts, completions, tool arguments and results, whatever a sender captures. Default: `'keep'`. */
  content?: 'keep' | 'drop'
}

const names: Record<keyof RedactOptions, true> = { secrets: true, patterns: true, attributes: true, content: true }

/** Replaces text that was removed. */
const removed = '[removed]'

/** The same kinds as in opentelemetry-collector/gateway.yaml. */
const secrets = [
  /sk-[A-Za-z0-9_-]{20,}/,
  /(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|gsk_|hf_|xai-)[A-Za-z0-9_-]{16,}/,
  /A[KS]IA[A-Z0-9]{16}/,
  /eyJ[A-Za-z0-9_-]{10,300}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/,
  /(?:Account|SharedAccess)Key=[A-Za-z0-9+/=%]{30,}/,
]

/** How each of them begins: most texts hold none, and a look for this takes a tenth of the time. */
const beginning = /sk-|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|gsk_|hf_|xai-|A[KS]IA|eyJ|Key=/

/** Attributes that hold what was said, of the conventions now and before. */
const content = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.evaluation.explanation',
  'gen_ai.retrieval.query.text',
  'gen_ai.retrieval.documents',
  'gen_ai.prompt',
  'gen_ai.prompt.*',
  'gen_ai.completion',
  'gen_ai.completion.*',
]

/** Takes out what must not be kept, in place. */
export interface Redaction {
  request(data: Fields): void
}

/** `undefined` where nothing is to be taken out; throws a `CollectorError` for what is wrong with the options. */
export function readRedaction(options: RedactOptions | undefined): Redaction | undefined {
  if (options === undefined) return undefined
  checkNames('redact', options, Object.keys(names))
  if (options.content !== undefined && options.content !== 'keep' && options.content !== 'drop') {
    throw new CollectorError(`redact.content is ${inWords(options.content)}; expected "keep" or "drop"`)
  }
  const patterns = readList('redact.patterns', options.patterns, "['sk-[a-z0-9]+']").map(readPattern)
  const removesSecrets = options.secrets === true
  const attributes = [
    ...(options.content === 'drop' ? content : []),
    ...readList('redact.attributes', options.attributes, "['http.request.header.*']"),
  ]
  if (!removesSecrets && patterns.length === 0 && attributes.length === 0) return undefined
  const walker = new Walker({ removesSecrets, patterns, attributes, dropsContent: options.content === 'drop' })
  return { request: (data) => walker.fields(data) }
}

function readPattern(pattern: string | RegExp, index: number): RegExp {
  try {
    return new RegExp(pattern)
  } catch (error) {
    throw new CollectorError(`redact.patterns[${index}] is no regular expression: ${(error as Error).message}`)
  }
}

interface WalkerOptions {
  removesSecrets: boolean
  patterns: readonly RegExp[]
  attributes: readonly string[]
  dropsContent: boolean
}

class Walker {
  readonly #secrets: RegExp | undefined
  /** One expression for all patterns, since a text is looked through once then. */
  readonly #patterns: RegExp | undefined
  readonly #dropsContent: boolean
  readonly #name: RegExp | undefined

  constructor({ removesSecrets, patterns, attributes, dropsContent }: WalkerOptions) {
    this.#secrets = removesSecrets ? anyOf(secrets) : undefined
    this.#patterns = patterns.length > 0 ? anyOf(patterns) : undefined
    this.#name = attributes.length > 0 ? new RegExp(`^(?:${attributes.map(globSource).join('|')})$`) : undefined
    this.#dropsContent = dropsContent
  }

  /** Any message: its texts, its attributes and the messages in it. */
  fields(message: Fields): void {
    const { eventName } = message
    if (this.#dropsContent && typeof eventName === 'string' && eventName.startsWith('gen_ai.')) delete message['body']
    for (const [name, value] of Object.entries(message)) {
      if (name === 'attributes' || name === 'filteredAttributes') message[name] = this.#attributes(value as KeyValue[])
      else if (name === 'body') this.#value(value as AnyValue)
      else if (Array.isArray(value)) {
        for (const item of value) if (typeof item === 'object' && item !== null) this.fields(item as Fields)
      } else if (typeof value === 'object' && value !== null) this.fields(value as Fields)
      else if (typeof value === 'string' && texts.has(name)) message[name] = this.#text(value)
    }
  }

  #attributes(attributes: readonly KeyValue[]): KeyValue[] {
    const kept = this.#name ? attributes.filter(({ key }) => !this.#name?.test(key)) : [...attributes]
    for (const { value } of kept) this.#value(value)
    return kept
  }

  #value(value: AnyValue): void {
    if (value.stringValue !== undefined) value.stringValue = this.#text(value.stringValue)
    for (const item of value.arrayValue?.values ?? []) this.#value(item)
    if (value.kvlistValue) value.kvlistValue.values = this.#attributes(value.kvlistValue.values)
  }

  #text(text: string): string {
    const kept = this.#secrets && beginning.test(text) ? text.replace(this.#secrets, removed) : text
    return this.#patterns ? kept.replace(this.#patterns, removed) : kept
  }
}

function anyOf(patterns: readonly RegExp[]): RegExp {
  const flags = patterns.some(({ ignoreCase }) => ignoreCase) ? 'gi' : 'g'
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), flags)
}

/** Fields that hold what somebody wrote; ids, times and numbers travel as strings, too. */
const texts = new Set(['name', 'message', 'description', 'severityText', 'eventName', 'traceState'])

function globSource(glob: string): string {
  return glob
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
}
