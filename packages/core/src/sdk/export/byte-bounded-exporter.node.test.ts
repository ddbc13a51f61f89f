import { DiagLogLevel, context, diag } from '@opentelemetry/api'
import { ExportResultCode, isTracingSuppressed, type ExportResult } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { startTracing, withSpan } from '../../index.ts'

/** A collector that takes `maxCharacters` of attributes at once, and what it was sent. */
class Collector implements SpanExporter {
  readonly taken: string[][] = []
  readonly traced: boolean[] = []
  private readonly answer: (spans: ReadableSpan[]) => ExportResult

  constructor(answer: (spans: ReadableSpan[]) => ExportResult = () => ({ code: ExportResultCode.SUCCESS })) {
    this.answer = answer
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.traced.push(!isTracingSuppressed(context.active()))
    const result = this.answer(spans)
    if (result.code === ExportResultCode.SUCCESS) this.taken.push(spans.map((span) => span.name))
    setTimeout(() => done(result), 1)
  }

  async shutdown(): Promise<void> {}
}

/** Sends spans of so many megabytes each, and returns what tracing has said. */
async function send(collector: Collector, megabytes: number[]): Promise<string> {
  const said: unknown[] = []
  const error = (...words: unknown[]): unknown => said.push(...words)
  diag.setLogger({ error, warn() {}, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ERROR)
  const tracing = startTracing({ destination: 'none', exporters: [collector] })
  for (const [index, size] of megabytes.entries()) {
    withSpan(`${index}`, (span) => span.setAttribute('content', 'x'.repeat(size * 1_000_000)))
  }
  await tracing.shutdown()
  diag.disable()
  return said.map(String).join('\n')
}

describe('a batch', () => {
  it('is sent whole where it is small', async () => {
    const collector = new Collector()
    await send(collector, [0.1, 0.1, 0.1])
    expect(collector.taken).toEqual([['0', '1', '2']])
  })

  it('is sent in parts where it is large, in order, one that is too large by itself alone', async () => {
    const collector = new Collector()
    await send(collector, [1, 1, 1, 3, 9, 1, 1])
    expect(collector.taken).toEqual([['0', '1', '2'], ['3'], ['4'], ['5', '6']])
  })

  it('counts the texts of events and lists as well', async () => {
    const collector = new Collector()
    const tracing = startTracing({ destination: 'none', exporters: [collector] })
    for (const name of ['a', 'b']) {
      withSpan(name, (span) => {
        span.addEvent('content', { text: 'x'.repeat(1_500_000) })
        span.setAttribute('list', ['x'.repeat(1_000_000), 'y'])
      })
    }
    await tracing.shutdown()
    expect(collector.taken).toEqual([['a'], ['b']])
  })

  it('of which a part is refused loses that part alone, and it is said how much', async () => {
    const refusing = new Collector((spans) =>
      spans.some((span) => span.name === '1')
        ? { code: ExportResultCode.FAILED, error: new Error('413') }
        : { code: ExportResultCode.SUCCESS },
    )
    expect(await send(refusing, [3, 3, 3])).toContain('1 of 3 spans could not be sent: 413')
    expect(refusing.taken).toEqual([['0'], ['2']])
  })

  it('is given up where nobody takes its parts', async () => {
    let asked = 0
    const away = new Collector(() => {
      asked += 1
      return { code: ExportResultCode.FAILED, error: new Error('away') }
    })
    expect(await send(away, [3, 3, 3, 3, 3])).toContain('5 of 5 spans could not be sent: away')
    expect(asked).toBe(2)
  })

  it('makes no spans of its own while it is sent', async () => {
    const collector = new Collector()
    await send(collector, [3, 3, 3])
    expect(collector.traced).toEqual([false, false, false])
  })
})
