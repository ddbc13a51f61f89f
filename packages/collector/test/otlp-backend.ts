import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'

export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** An OTLP endpoint to forward to: it gives `answers` one after another, then 200, and remembers what it got. */
export class OtlpBackend {
  answers: (Answer | 'reset' | Promise<Answer>)[] = []
  /** Asked where `answers` has none left. */
  decide: ((body: Buffer) => Answer | 'reset' | undefined) | undefined
  readonly received: { path: string; headers: IncomingHttpHeaders; body: Buffer; at: number }[] = []
  readonly #server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const { url: path = '', headers } = request
      const plain = body.length > 0 ? gunzipSync(body) : body
      this.received.push({ path, headers, body: plain, at: Date.now() })
      const answer = (await this.answers.shift()) ?? this.decide?.(plain) ?? { status: 200 }
      if (answer === 'reset') return request.socket.resetAndDestroy()
      return response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })

  static async start(): Promise<OtlpBackend> {
    const backend = new OtlpBackend()
    await new Promise<void>((resolve) => backend.#server.listen(0, '127.0.0.1', resolve))
    return backend
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Takes all from now on, and forgets what came before, also what is still on its way. */
  async recover(): Promise<void> {
    const connections = (): Promise<number> =>
      new Promise((resolve) => this.#server.getConnections((_, count) => resolve(count)))
    do {
      this.#server.closeIdleConnections()
      await sleep(5)
    } while ((await connections()) > 0)
    this.answers = []
    this.received.length = 0
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
