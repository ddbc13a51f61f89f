import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { core, runApplication } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

let sink: OtlpSink
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(() => sink.close())

/** An application that has begun to trace, with the lines before and after that. */
function application({ before = '', after = '' }): string {
  return `
    import { startTracing, withSpan } from '${core}'
    const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
    const drain = async () => {
      console.log('draining')
      await later(300)
      console.log('drained')
      process.exit(0)
    }
    ${before}
    startTracing({ endpoint: '${sink.url}', live: false })
    ${after}
  `
}

/** Sends the signal when the application says that it is ready. */
function terminate(source: string): ReturnType<typeof runApplication> {
  let sent = false
  return runApplication(source, {
    onOutput(stdout, child) {
      if (sent || !stdout.includes('ready')) return
      sent = true
      child.kill('SIGTERM')
    },
  })
}

const WAITS = "setInterval(() => {}, 1000); console.log('ready')"

describe('a signal', () => {
  it('ends an application that does not handle it, as it would without tracing, after its spans were sent', async () => {
    const ended = await terminate(application({ after: `withSpan('work', () => {}); ${WAITS}` }))
    expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(sink.names()).toEqual(['work'])
  })

  it('ends one that uses signal-exit, whose listeners wait until they are alone', async () => {
    const signalExit = pathToFileURL(createRequire(import.meta.url).resolve('signal-exit')).href
    for (const place of ['before', 'after'] as const) {
      const listen = `;(await import('${signalExit}')).onExit(() => console.log('cleaned up'))`
      const ended = await terminate(
        application(
          place === 'before'
            ? { before: listen, after: `withSpan('work', () => {}); ${WAITS}` }
            : { after: `${listen}; withSpan('work', () => {}); ${WAITS}` },
        ),
      )
      expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' })
      expect(ended.stdout).toContain('cleaned up')
      expect(sink.names()).toContain('work')
      sink.batches.length = 0
    }
  })

  it.each([
    ['a handler', "process.on('SIGTERM', drain)"],
    ['a handler for once', "process.once('SIGTERM', drain)"],
    [
      'a handler that takes itself off',
      "const own = () => { process.off('SIGTERM', own); void drain() }; process.on('SIGTERM', own)",
    ],
  ])('leaves an application that has %s to shut down by itself', async (_, handler) => {
    for (const place of ['before', 'after']) {
      const ended = await terminate(
        application(place === 'before' ? { before: handler, after: WAITS } : { after: `${handler}; ${WAITS}` }),
      )
      expect(ended, place).toMatchObject({ code: 0, signal: null, stdout: 'ready\ndraining\ndrained\n' })
    }
  })

  it('waits for a batch that is on its way already, also where the collector takes it at the second attempt', async () => {
    let answer = (): void => {}
    sink.answer = new Promise<void>((resolve) => (answer = resolve))
    sink.statuses.push(503)
    let child: ChildProcess | undefined
    const ended = runApplication(application({ after: `withSpan('work', () => {}); ${WAITS}` }), {
      onOutput: (_, application) => (child = application),
    })
    await expect.poll(() => sink.paths.length).toBe(1)
    child?.kill('SIGTERM')
    // So that the signal is there before the answer.
    await new Promise((resolve) => setTimeout(resolve, 300))
    answer()
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(sink.names()).toEqual(['work'])
  })
})

describe('an application that has nothing more to do', () => {
  it('sends its spans', async () => {
    expect(await runApplication(application({ after: "withSpan('work', () => {})" }))).toMatchObject({ code: 0 })
    expect(sink.names()).toEqual(['work'])
  })

  it('sends those too that it makes in its own last work', async () => {
    const summary = `
      withSpan('work', () => {})
      process.once('beforeExit', async () => {
        await later(50)
        withSpan('summary', () => {})
      })
    `
    expect(await runApplication(application({ after: summary }))).toMatchObject({ code: 0 })
    expect(sink.names()).toEqual(['work', 'summary'])
  })

  it('ends where sending makes spans of its own', async () => {
    const endless = `
      import { startTracing, withSpan } from '${core}'
      const forceFlush = async () => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        withSpan('flush', () => {})
      }
      startTracing({
        destination: 'none',
        spanProcessors: [{ onStart() {}, onEnd() {}, forceFlush, shutdown: async () => {} }],
      })
    `
    expect(await runApplication(endless)).toMatchObject({ code: 0 })
  })
})

it.each([
  ['that nobody listens at', async () => ({ url: 'http://127.0.0.1:9', close: async () => {} })],
  [
    'that never answers',
    async () => {
      const server = createServer(() => {})
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const close = async (): Promise<void> => {
        server.close().closeAllConnections()
      }
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
    },
  ],
])('a process that has nothing more to do is kept a few seconds by an endpoint %s', async (_, open) => {
  const { url, close } = await open()
  const source = `
    import { startTracing, withSpan } from '${core}'
    startTracing({ endpoint: '${url}' })
    withSpan('work', () => {})
  `
  const since = performance.now()
  expect(await runApplication(source)).toMatchObject({ code: 0, signal: null })
  expect(performance.now() - since).toBeLessThan(7000)
  await close()
})
