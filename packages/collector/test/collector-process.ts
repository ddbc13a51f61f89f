import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { makeSpans } from './spans.ts'

const cli = new URL('../src/cli.ts', import.meta.url).pathname

/** The collector's command as a process of its own. */
export class CollectorProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.#child = child
  }

  /**
   * Resolves when it listens.
   *
   * @param wrapper a command to run it by, such as `unshare`
   */
  static async start(parameters: readonly string[], wrapper: readonly string[] = []): Promise<CollectorProcess> {
    const [command, ...rest] = [...wrapper, process.execPath, '--conditions=@spanlit/source', cli]
    const child = spawn(command, [...rest, '--port', '0', ...parameters], {
      env: { ...process.env, APPLICATIONINSIGHTS_CONNECTION_STRING: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // To be killed with whatever its wrapper has started.
      detached: true,
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const read = (text: Buffer): void => {
        output += text.toString()
        const found = /listens on (\S+)/.exec(output)?.[1]
        if (found) resolve(found)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', () => reject(new Error(`The collector ended:\n${output}`)))
    })
    return new CollectorProcess(url, child)
  }

  /** Sends one span; true where the collector has acknowledged it. */
  async send(name: string): Promise<boolean> {
    const body = ProtobufTraceSerializer.serializeRequest(makeSpans([name])) as BodyInit
    const headers = { 'content-type': 'application/x-protobuf' }
    const answer = await fetch(`${this.url}/v1/traces`, { method: 'POST', headers, body }).catch(() => undefined)
    return answer?.status === 200
  }

  /** Ends it as a crash of the machine would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    process.kill(-this.#child.pid!, signal)
    await ended
  }
}
