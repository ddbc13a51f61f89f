// Scripted feeds for the development page: what core publishes for three scenes, at the speed of life or at once.
import { liveSlot } from '../src/feed/live-slot.ts'

type Attributes = Record<string, unknown>

const page = resource('page')
const api = resource('claims-api')

export class ScriptedSpan {
  readonly traceId: string
  readonly spanId = hex(16)
  get service(): unknown {
    return this.#resource
  }

  readonly #base: Record<string, unknown>
  readonly #resource: unknown
  #attributes: Attributes

  constructor(
    name: string,
    options: { parent?: ScriptedSpan; kind?: number; service?: unknown; attributes?: Attributes },
  ) {
    this.traceId = options.parent?.traceId ?? hex(32)
    this.#resource = options.service ?? options.parent?.service ?? page
    this.#attributes = options.attributes ?? {}
    this.#base = {
      traceId: this.traceId,
      spanId: this.spanId,
      ...(options.parent && { parentSpanId: options.parent.spanId }),
      name,
      kind: options.kind ?? 1,
      startTimeUnixNano: nano(clock()),
    }
    this.#publish('start', { attributes: keyValues(this.#attributes) })
  }

  update(attributes: Attributes, deltas?: unknown[]): void {
    Object.assign(this.#attributes, attributes)
    this.#publish('update', { attributes: keyValues(attributes) }, deltas)
  }

  end(attributes: Attributes = {}, failure?: { type: string; message: string }): void {
    Object.assign(this.#attributes, attributes)
    if (failure) this.#attributes['error.type'] = failure.type
    this.#publish('end', {
      attributes: keyValues(this.#attributes),
      endTimeUnixNano: nano(clock()),
      ...(failure && {
        status: { code: 2, message: failure.message },
        events: [
          {
            name: 'exception',
            timeUnixNano: nano(clock()),
            attributes: keyValues({
              'exception.type': 'RateLimitError',
              'exception.message': failure.message,
              'exception.stacktrace': `RateLimitError: ${failure.message}\n    at APIError.generate (openai/core/error.mjs:41:20)\n    at OpenAI.makeRequest (openai/client.mjs:338:32)\n    at async assess (src/claims.ts:42:18)`,
            }),
          },
        ],
      }),
    })
  }

  #publish(type: string, span: Record<string, unknown>, deltas?: unknown[]): void {
    liveSlot().publish({
      type,
      resource: this.#resource,
      scope: { name: '@spanlit/core', version: '0.1.0' },
      span: { ...this.#base, ...span },
      ...(deltas && { deltas }),
    })
  }
}

const CLAIMS = [
  {
    claim: 'The Earth orbits the Sun once in 365.25 days.',
    context:
      'A sidereal year lasts 365.256 days. The tropical year, on which calendars are based, is shorter by about 20 minutes.',
    answer:
      '**True.** The context gives 365.256 days for one orbit; the claim is that figure, rounded to two decimals.',
    tokens: [386, 26],
  },
  {
    claim: 'Vaccines were tested on fewer than a hundred people.',
    context: 'The phase 3 trial enrolled 43 548 participants in six countries, of whom 21 720 received the vaccine.',
    answer: '**False.** 43 548 people took part in phase 3 alone.',
    tokens: [371, 17],
  },
  {
    claim: 'The study found that the drug halves the risk.',
    context: `In 4 012 patients the relative risk was 0.86 (95 % CI 0.71–1.04). ${'Secondary outcomes were analysed by intention to treat, with the centre as a random effect; no correction for multiple testing was made. '.repeat(11)}`,
    answer: `**False.** The interval of the relative risk includes 1, so the context does not show an effect, let alone a halving.

- The point estimate is **0.86**, a reduction of 14 %.
- A halving would be \`0.50\`, which lies outside the interval *0.71–1.04*.`,
    tokens: [1038, 74],
  },
]

const SYSTEM =
  'You judge whether each claim follows from its context. Answer True, False or NEE, and say why in one line.'

export async function checkTheClaims(speed = 1): Promise<void> {
  const click = new ScriptedSpan('click Check the claims', {
    attributes: { event_type: 'click', 'target.element': 'BUTTON' },
  })
  const post = new ScriptedSpan('POST', {
    parent: click,
    kind: 3,
    attributes: {
      'http.request.method': 'POST',
      'url.full': `${location.origin}/api/assess-claims`,
      'server.address': location.hostname,
    },
  })
  await wait(30, speed)
  const server = new ScriptedSpan('POST /api/assess-claims', {
    parent: post,
    kind: 2,
    service: api,
    attributes: { 'http.request.method': 'POST', 'http.route': '/api/assess-claims', 'url.path': '/api/assess-claims' },
  })
  await wait(20, speed)
  const assess = new ScriptedSpan('assess_claims_with_context', {
    parent: server,
    service: api,
    attributes: { 'operation.claims_count': 3 },
  })
  await wait(25, speed)
  for (const [index, { claim, context, answer, tokens }] of CLAIMS.entries()) {
    const input: unknown[] = [message('user', { type: 'text', content: `Claim: ${claim}\nContext: “${context}”` })]
    if (index === 2) {
      const asking = chat(assess, input, { tools: true })
      await wait(420, speed)
      const call = {
        type: 'tool_call',
        id: 'call_8f2a',
        name: 'search',
        arguments: { query: 'flu trial 2021', limit: 3 },
      }
      asking.end(ending(message('assistant', call), 612, 28, 0.31, 'tool_calls'))
      const tool = new ScriptedSpan('execute_tool search', {
        parent: assess,
        service: api,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'search',
          'gen_ai.tool.call.id': 'call_8f2a',
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.description': 'Searches the library of trials.',
          'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
        },
      })
      await wait(310, speed)
      const found = {
        documents: 3,
        first: 'NEJM 2021;384:403',
        titles: ['Relative risk in influenza', 'Trial protocol v4', 'Erratum'],
      }
      tool.end({ 'gen_ai.tool.call.result': JSON.stringify(found) })
      input.push(
        message('assistant', call),
        message('tool', { type: 'tool_call_response', id: 'call_8f2a', response: found }),
      )
      const retried = new ScriptedSpan('embeddings text-embedding-3-small', {
        parent: assess,
        kind: 3,
        service: api,
        attributes: {
          'gen_ai.operation.name': 'embeddings',
          'gen_ai.request.model': 'text-embedding-3-small',
          'gen_ai.provider.name': 'openai',
        },
      })
      await wait(140, speed)
      retried.end(
        { 'http.response.status_code': 429 },
        { type: '429', message: '429 Rate limit reached for text-embedding-3-small: try again in 0.5 s.' },
      )
    }
    const span = chat(assess, input, { tools: index === 2 })
    await stream(span, answer, index === 2 ? 300 : 220, speed)
    span.end(ending(message('assistant', { type: 'text', content: answer }), tokens[0], tokens[1], 0.29, 'stop', 768))
    await wait(10, speed)
  }
  assess.end()
  server.end({ 'http.response.status_code': 200 })
  post.end({ 'http.response.status_code': 200 })
  click.end()
}

const ADVICE = `### Oslo this weekend

Pack for **cool and dry** days. Saturday is the better one for the fjord:

| Day | Sky | High | Wind |
|:----|:----|-----:|-----:|
| Saturday | clear | 14 °C | 3 m/s |
| Sunday | clouds from noon | 11 °C | 6 m/s |

1. Take the 10:05 ferry to *Hovedøya*; it is less crowded before noon.
2. Book the sauna early, see [the city's page](https://www.visitoslo.com/).
3. Bring a \`windbreaker\` on Sunday.

\`\`\`ts
const packing = ['wool layer', 'windbreaker', 'swimwear']
\`\`\``

export async function askTheAssistant(speed = 1): Promise<void> {
  const agent = new ScriptedSpan('invoke_agent travel guide', {
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'travel guide',
      'gen_ai.agent.description': 'plans weekends',
    },
  })
  const input: unknown[] = [
    message('user', {
      type: 'text',
      content: 'What should I pack for Oslo this weekend, and which day is better for the fjord?',
    }),
  ]
  const first = chat(agent, input, { tools: true })
  const calls = ['Saturday', 'Sunday'].map((day, index) => ({
    type: 'tool_call',
    id: `call_${index}`,
    name: 'forecast',
    arguments: { city: 'Oslo', day },
  }))
  await wait(300, speed)
  for (const [index, call] of calls.entries()) {
    const text = JSON.stringify(call.arguments)
    for (let at = 0; at < text.length; at += 6) {
      first.update({}, [
        {
          kind: 'tool_call',
          choice: 0,
          callIndex: index,
          callId: call.id,
          name: call.name,
          text: text.slice(at, at + 6),
        },
      ])
      await wait(30, speed)
    }
  }
  first.end(ending(message('assistant', ...calls), 214, 46, 0.34, 'tool_calls'))
  input.push(message('assistant', ...calls))
  await Promise.all(
    calls.map(async (call, index) => {
      const tool = new ScriptedSpan('execute_tool forecast', {
        parent: agent,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'forecast',
          'gen_ai.tool.call.id': call.id,
          'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
        },
      })
      const fetched = new ScriptedSpan('GET', {
        parent: tool,
        kind: 3,
        attributes: {
          'http.request.method': 'GET',
          'url.full': `https://api.met.no/forecast?city=Oslo&day=${call.arguments.day}`,
        },
      })
      await wait(180 + index * 90, speed)
      fetched.end({ 'http.response.status_code': 200 })
      const response = index === 0 ? { sky: 'clear', high: 14, wind: 3 } : { sky: 'clouds', high: 11, wind: 6 }
      tool.end({ 'gen_ai.tool.call.result': JSON.stringify(response) })
      input.push(message('tool', { type: 'tool_call_response', id: call.id, response }))
    }),
  )
  const second = chat(agent, input, { tools: true, reasoning: 'low' })
  await wait(250, speed)
  const thought =
    'Saturday is clear with little wind; Sunday clouds over and the wind doubles. The fjord is better on Saturday.'
  for (const word of words(thought)) {
    second.update({}, [{ kind: 'reasoning', choice: 0, text: word }])
    await wait(16, speed)
  }
  await stream(second, ADVICE, 40, speed)
  second.end(
    ending(
      message('assistant', { type: 'reasoning', content: thought }, { type: 'text', content: ADVICE }),
      402,
      268,
      0.62,
      'stop',
      256,
      64,
    ),
  )
  agent.end()
}

export async function forceAFailure(speed = 1): Promise<void> {
  const click = new ScriptedSpan('click Force a failure', { attributes: { event_type: 'click' } })
  const input = [
    message('user', { type: 'text', content: 'Summarise the last hundred incidents in one sentence each.' }),
  ]
  const span = chat(click, input, {})
  for (let attempt = 0; attempt < 3; attempt++) {
    const request = new ScriptedSpan('POST', {
      parent: span,
      kind: 3,
      attributes: {
        'http.request.method': 'POST',
        'url.full': 'https://api.openai.com/v1/chat/completions',
        'http.request.resend_count': attempt,
      },
    })
    await wait(180, speed)
    request.end({ 'http.response.status_code': 429 }, { type: '429', message: 'Too Many Requests' })
    await wait(260, speed)
  }
  const failure = {
    type: '429',
    message:
      '429 Rate limit reached for gpt-5-mini in organization org-7: limit 30 000 TPM, used 29 411. Please try again in 1.2 s.',
  }
  span.end({}, failure)
  click.end({}, failure)
}

/** One trace of 100,000 spans, published at once. */
export function manySpans(count = 100_000): void {
  const root = new ScriptedSpan('crawl', {})
  let parent = root
  for (let i = 1; i < count; i++) {
    if (i % 10 === 1) parent = new ScriptedSpan(`batch ${Math.ceil(i / 10)}`, { parent: root, service: api })
    else new ScriptedSpan(`page ${i}`, { parent, service: api, attributes: { 'page.number': i } }).end()
    if (i % 10 === 0) parent.end()
  }
  root.end()
}

export function chat(
  parent: ScriptedSpan,
  input: unknown[],
  options: { tools?: boolean; reasoning?: string },
): ScriptedSpan {
  return new ScriptedSpan('chat gpt-5-mini', {
    parent,
    kind: 3,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.request.stream': true,
      'gen_ai.request.temperature': 0.2,
      ...(options.reasoning && { 'gen_ai.request.reasoning.level': options.reasoning }),
      'server.address': 'api.openai.com',
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: SYSTEM }]),
      'gen_ai.input.messages': JSON.stringify(input),
      ...(options.tools && {
        'gen_ai.tool.definitions': JSON.stringify([
          {
            type: 'function',
            name: 'search',
            description: 'Searches the library of trials.',
            parameters: { type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } } },
          },
          {
            type: 'function',
            name: 'forecast',
            description: 'The weather of a day.',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        ]),
      }),
    },
  })
}

export async function stream(span: ScriptedSpan, text: string, firstAfter: number, speed: number): Promise<void> {
  await wait(firstAfter, speed)
  span.update({
    'gen_ai.response.time_to_first_chunk': firstAfter / 1000,
    'gen_ai.response.model': 'gpt-5-mini-2025-08-07',
  })
  for (const word of words(text)) {
    span.update({}, [{ kind: 'text', choice: 0, text: word }])
    await wait(28, speed)
  }
}

export function ending(
  output: unknown,
  input: number,
  out: number,
  first: number,
  reason: string,
  cached = 0,
  reasoning = 0,
): Attributes {
  return {
    'gen_ai.output.messages': JSON.stringify([output]),
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': out,
    ...(cached > 0 && cached < input && { 'gen_ai.usage.cache_read.input_tokens': cached }),
    ...(reasoning > 0 && { 'gen_ai.usage.reasoning.output_tokens': reasoning }),
    'gen_ai.response.time_to_first_chunk': first,
    'gen_ai.response.finish_reasons': [reason],
    'gen_ai.response.id': `chatcmpl-${hex(12)}`,
  }
}

export function message(role: string, ...parts: unknown[]): unknown {
  return { role, parts }
}

function words(text: string): string[] {
  return text.match(/\S+\s*/g) ?? []
}

let skipped = 0

/** The time, with what was waited at speed 0 added. */
function clock(): number {
  return performance.timeOrigin + performance.now() + skipped
}

export async function wait(milliseconds: number, speed: number): Promise<void> {
  if (speed > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds / speed))
  else skipped += milliseconds
}

/** What was skipped lies in the past, not in the future. */
export function beginInThePast(milliseconds: number): void {
  skipped = -milliseconds
}

function nano(milliseconds: number): string {
  return `${Math.floor(milliseconds)}${String(Math.floor((milliseconds % 1) * 1e6)).padStart(6, '0')}`
}

function hex(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length / 2))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function resource(service: string): unknown {
  return {
    attributes: keyValues({
      'service.name': service,
      'telemetry.sdk.language': service === 'page' ? 'webjs' : 'nodejs',
    }),
  }
}

function keyValues(attributes: Attributes): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: unknown): unknown {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { stringValue: String(value) }
}
