import type { DiagLogger } from '@opentelemetry/api'
import type { LogLevel } from '../config/file.ts'
import type { CollectorLogger } from '../log.ts'

export type LogFormat = 'text' | 'json'

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** Lines with time and level, on standard error: standard output stays free for the program's own results. */
export class LineLogger implements CollectorLogger {
  #format: LogFormat
  #level: LogLevel

  constructor(format: LogFormat, level: LogLevel) {
    this.#format = format
    this.#level = level
  }

  configure({ format, level }: { format: LogFormat; level: LogLevel }): void {
    this.#format = format
    this.#level = level
  }

  readonly info = (message: string): void => this.log('info', message)
  readonly warn = (message: string): void => this.log('warn', message)
  readonly error = (message: string): void => this.log('error', message)

  log(level: LogLevel, message: string, stream: NodeJS.WritableStream = process.stderr): void {
    if (ranks[level] < ranks[this.#level]) return
    const time = new Date().toISOString()
    // A line break in a message would look like a line of its own.
    const line =
      this.#format === 'json'
        ? JSON.stringify({ time, level, message })
        : `${time} ${level.padEnd(5)} ${message.replaceAll('\n', '\n  ')}`
    stream.write(`${line}\n`)
  }

  /** What OpenTelemetry's packages and Microsoft's exporter say of themselves. */
  forDiagnostics(): DiagLogger {
    const as =
      (level: LogLevel) =>
      (message: string, ...more: unknown[]): void =>
        this.log(
          level,
          [message, ...more.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))].join(' '),
        )
    return { error: as('error'), warn: as('warn'), info: as('info'), debug: as('debug'), verbose: as('debug') }
  }
}
