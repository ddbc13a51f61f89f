import type { LiveEvent } from '../src/live/event.ts'

export interface ReceivedEvent {
  id: string
  event: LiveEvent
}

/** A viewer that reads `GET /live` as a browser's `EventSource` does. */
export class TestViewer {
  readonly comments: string[] = []
  readonly #reader: ReadableStreamDefaultReader<string>
  readonly #abort: AbortController
  #buffer = ''

  private constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
    this.#abort = abort
  }

  static async open(url: string, lastEventId?: string): Promise<TestViewer> {
    const abort = new AbortController()
    const response = await fetch(`${url}/live`, {
      signal: abort.signal,
      headers: lastEventId ? { 'last-event-id': lastEventId } : {},
    })
    if (!response.body) throw new Error(`GET /live answered ${response.status} without a body`)
    return new TestViewer(response.body, abort)
  }

  /** The next event; `undefined` once the stream has ended. */
  async next(): Promise<ReceivedEvent | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf('\n\n')
      if (end < 0) {
        const { done, value } = await this.#reader.read()
        if (done) return undefined
        this.#buffer += value
        continue
      }
      const lines = this.#buffer.slice(0, end).split('\n')
      this.#buffer = this.#buffer.slice(end + 2)
      const field = (name: string): string | undefined =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const data = field('data')
      if (data !== undefined) return { id: field('id') ?? '', event: JSON.parse(data) as LiveEvent }
      this.comments.push(...lines.filter((line) => line.startsWith(':')))
    }
  }

  async take(count: number): Promise<ReceivedEvent[]> {
    const events: ReceivedEvent[] = []
    while (events.length < count) {
      const event = await this.next()
      if (!event) break
      events.push(event)
    }
    return events
  }

  close(): void {
    this.#abort.abort()
  }
}
